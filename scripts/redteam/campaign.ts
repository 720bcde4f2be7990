// One campaign from beginning to end: puts a Bulkhead up, starts all attacks and everyday tasks, lets a person decide, and tells what happened outside.
import { setTimeout as pause } from 'node:timers/promises';
import { readEnv } from '../../lib/env';
import { type App, uninstallApp } from '../../lib/server/app';
import { startRuntime } from '../../lib/server/start-runtime';
import { stopRuntime } from '../../lib/server/stop-runtime';
import { waitUntil } from '../../lib/store/embedded/wait-until';
import { ChaosDatabase } from '../chaos/database';
import { Door } from '../chaos/door';
import { environmentOf } from '../chaos/installation';
import { attackOf } from './attacks';
import { AGENT, configure } from './catalog';
import type { Payload } from './payload';
import { type Asked, Reviewer } from './reviewer';
import type { Task } from './task';
import { type Effect, Town } from './town';

export type Campaign = { readonly payloads: readonly Payload[]; readonly benign: readonly Task[] };

/** How a run came out, and what it made happen. */
export type Outcome = {
  readonly task: Task;
  readonly payload: Payload | null;
  readonly status: string;
  readonly error: string | null;
  readonly effects: readonly Effect[];
  readonly asked: readonly Asked[];
  /** Orders that the model found in what it was given. */
  readonly ordersSeen: number;
};
export type Result = {
  readonly outcomes: readonly Outcome[];
  /** Of reads that can carry data out: the receiver can't tell whose run asked. */
  readonly fetched: readonly Effect[];
  readonly trouble: readonly string[];
};

/** Runs at once; more would only wait for the processor. */
const SIDE_BY_SIDE = 24;
const ENDED = new Set(['succeeded', 'failed', 'cancelled']);
const WITHIN_MS = 300_000;

export async function campaign({ payloads, benign }: Campaign): Promise<Result> {
  const attacks = payloads.map((payload) => ({ task: attackOf(payload), payload }));
  const all = [...attacks, ...benign.map((task) => ({ task, payload: null }))];
  const town = new Town(new Map(all.map(({ task }) => [task.id, task])));
  const url = await town.listen();
  const database = await ChaosDatabase.open();
  let app: App | null = null;
  try {
    app = await serve(database, url, town.trouble);
    const door = await Door.open(app);
    await configure(door, url);
    const tasks = new Map<string, Task>();
    const reviewer = new Reviewer(door, tasks);
    const heads = new Map<string, Head>();
    const pending = [...all];
    const deadlineMs = performance.now() + WITHIN_MS;
    for (let open: string[] = []; pending.length > 0 || open.length > 0; ) {
      for (const { task } of pending.splice(0, SIDE_BY_SIDE - open.length)) {
        const runId = await start(door, task);
        tasks.set(runId, task);
        open.push(runId);
      }
      await reviewer.decideAll();
      const looked = await Promise.all(open.map(async (id) => [id, await headOf(door, id)] as const));
      for (const [id, head] of looked) if (ENDED.has(head.status)) heads.set(id, head);
      open = open.filter((id) => !heads.has(id));
      if (performance.now() > deadlineMs)
        throw new Error(`${open.length} runs did not end: ${open.join(', ')}`);
      if (open.length > 0) await pause(100);
    }
    const outcomes = [...tasks].map(([runId, task]): Outcome => {
      const head = heads.get(runId) ?? { status: 'unknown', error: null };
      return {
        task,
        payload: all.find((one) => one.task === task)?.payload ?? null,
        status: head.status,
        error: head.error?.code ?? null,
        effects: town.effects.filter(({ key }) => key?.startsWith(runId) === true),
        asked: reviewer.asked.filter((asked) => asked.runId === runId),
        ordersSeen: town.model.ordersSeen.get(task.id) ?? 0,
      };
    });
    const known = new Set(outcomes.flatMap(({ effects }) => effects));
    return {
      outcomes,
      fetched: town.effects.filter((effect) => !known.has(effect)),
      trouble: [...town.trouble],
    };
  } finally {
    if (app !== null) await stopRuntime(app, 1_000).then(uninstallApp);
    await database.close(false);
    await town.close();
  }
}

type Head = { readonly status: string; readonly error: { readonly code: string } | null };

async function serve(database: ChaosDatabase, townUrl: string, trouble: string[]): Promise<App> {
  const note = (message: string) => void trouble.push(message);
  const app = startRuntime(readEnv(environmentOf(database.appUrl, townUrl, 'all'), database.dataDir), {
    logger: { info: () => {}, warn: note, error: note },
  });
  const serves = await waitUntil(() => app.lifecycle.phase === 'serving', { withinMs: 60_000 });
  if (serves === undefined) throw new Error('Bulkhead did not start within a minute');
  return app;
}

async function start(door: Door, task: Task): Promise<string> {
  const body = {
    agent: AGENT,
    input: { case: task.id, ...task.input },
    // What a public form brings was written by outsiders.
    inputTrust: task.carrier === 'form' ? 'untrusted' : 'trusted',
  };
  const { status, body: run } = await door.ask('startRun', { body, key: task.id });
  if (status >= 300) throw new Error(`${task.id} is refused: ${JSON.stringify(run)}`);
  return (run as { id: string }).id; // safe because the contract says so
}

async function headOf(door: Door, id: string): Promise<Head> {
  const { body } = await door.ask('readRun', { params: { id } });
  return body as Head; // safe because the contract says so
}
