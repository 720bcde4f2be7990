// One chaos from beginning to end: puts a Bulkhead up, starts its runs, does the faults, waits until everything has settled, and looks at what is left.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { readEnv } from '../../lib/env';
import { type App, uninstallApp } from '../../lib/server/app';
import { startRuntime } from '../../lib/server/start-runtime';
import { stopRuntime } from '../../lib/server/stop-runtime';
import { waitUntil } from '../../lib/store/embedded/wait-until';
import { createPool } from '../../lib/store/pool';
import { AGENT_WITH_FEW, configure, TOOL_TIMEOUT_MS } from './catalog';
import { Crew } from './crew';
import { ChaosDatabase } from './database';
import { Door } from './door';
import { type Evidence, gatherEvidence, openRuns } from './evidence';
import { Faults } from './faults';
import { environmentOf } from './installation';
import { Operator } from './operator';
import { People } from './people';
import { type ChaosPlan, planOf, type Size } from './plan';
import { Receiver } from './receiver';
import { StallingProxy } from './stalling-proxy';
import { Treasurer } from './treasurer';

export type Options = Size & {
  /** Nothing new was written for so long: whatever has not ended by then is stuck. */
  readonly quietMs: number;
  readonly say: (line: string) => void;
};
export type Outcome = {
  readonly evidence: Evidence;
  readonly dataDir: string;
  readonly faults: Faults;
  readonly people: People;
  readonly operator: Operator;
  readonly treasurer: Treasurer;
  readonly door: Door;
  readonly receiver: Receiver;
  readonly crew: Crew;
  readonly lostAnswers: number;
};

/** `judge` sees what is left; the folder with the workers' logs stays when it says so. */
export async function chaos(
  options: Options,
  judge: (outcome: Outcome) => Promise<{ keep: boolean }>,
): Promise<void> {
  const plan = planOf(options);
  const database = await ChaosDatabase.open();
  const undo: (() => Promise<unknown>)[] = [];
  let keep = true;
  try {
    const few = new Set([...plan.runs].flatMap((run) => (run.of === 'few' ? [run.ref] : [])));
    const placeOf = (ref: string) => (few.has(ref) ? AGENT_WITH_FEW : null);
    const receiver = new Receiver(options.seed, TOOL_TIMEOUT_MS * 1.5, placeOf);
    const receiverUrl = await receiver.listen();
    undo.push(() => receiver.close());
    const proxy = async () => {
      const opened = await StallingProxy.open(() => database.port);
      undo.push(() => opened.close());
      return opened;
    };
    const appProxy = await proxy();
    const app = await serve(database, appProxy, receiverUrl);
    undo.push(() => stopRuntime(app, 1_000).then(uninstallApp));
    const door = await Door.open(app);
    await configure(door, receiverUrl);
    const treasurer = new Treasurer(door);
    await treasurer.begin();
    const logDir = join(database.dataDir, 'logs');
    await mkdir(logDir);
    const proxies = [];
    for (let slot = 0; slot < options.slots; slot += 1) proxies.push(await proxy());
    const crew = await Crew.muster(proxies, {
      environment: (one) => ({
        PATH: process.env.PATH,
        ...environmentOf(one.through(database.appUrl), receiverUrl, 'worker'),
      }),
      leaseMs: options.leaseMs,
      logDir,
    });
    undo.push(() => crew.close());
    const people = new People(door, receiver);
    const operator = new Operator(door, people, { receiver, crew, treasurer });
    const faults = new Faults({ crew, database, appProxy, receiver }, options.say);
    await play(plan, options, { people, operator, faults });
    await treasurer.raiseOnceAndForAll();
    await settle(options, database, operator);
    await people.start(plan.closing);
    await settle(options, database, operator);
    await treasurer.waitUntilNothingIsHeld();
    await crew.close(); // nobody writes while it is looked at
    const evidence = await gatherEvidence(database.appUrl, people, treasurer, receiver);
    const lostAnswers = proxies.reduce((sum, one) => sum + one.lostAnswers, 0);
    const { dataDir } = database;
    const who = { people, operator, treasurer, door, receiver, crew };
    ({ keep } = await judge({ evidence, dataDir, faults, ...who, lostAnswers }));
  } finally {
    for (const act of undo.reverse()) await act().catch(() => undefined);
    await database.close(keep);
  }
}

async function serve(database: ChaosDatabase, proxy: StallingProxy, receiverUrl: string): Promise<App> {
  const environment = environmentOf(proxy.through(database.appUrl), receiverUrl, 'web');
  const logger = { info: () => {}, warn: () => {}, error: () => {} };
  const app = startRuntime(readEnv(environment, database.dataDir), { logger });
  const serves = await waitUntil(() => app.lifecycle.phase === 'serving', { withinMs: 60_000 });
  if (serves === undefined) throw new Error('the app does not serve after a minute');
  return app;
}

/** Runs and faults at their times; an operator answers meanwhile. */
async function play(
  { runs, faults: planned }: ChaosPlan,
  { forMs }: Options,
  { people, operator, faults }: { people: People; operator: Operator; faults: Faults },
): Promise<void> {
  const beganMs = performance.now();
  const at = async (ms: number) => {
    await pause(Math.max(0, beganMs + ms - performance.now()));
  };
  const starting = runs.map(async (run) => {
    await at(run.atMs);
    await people.start(run);
  });
  const injecting = planned.map(async (fault) => {
    await at(fault.atMs);
    faults.inject(fault);
  });
  let isOver = false;
  const operating = (async () => {
    while (!isOver) {
      await pause(700);
      await operator.answerAll();
    }
  })();
  try {
    await Promise.all([...starting, ...injecting, at(forMs)]);
    await faults.settled();
  } finally {
    isOver = true;
  }
  await operating;
}

/** Until every run has ended, or nothing has been written for the quiet period. */
async function settle({ quietMs, say }: Options, database: ChaosDatabase, operator: Operator): Promise<void> {
  const pool = createPool({ url: database.appUrl, size: 1 });
  try {
    let rows = -1;
    for (let quietSinceMs = performance.now(); performance.now() - quietSinceMs < quietMs; ) {
      const left = await operator.answerAll();
      const now = await openRuns(pool);
      if (now.open === 0 && left === 0) return;
      if (now.rows !== rows) quietSinceMs = performance.now();
      rows = now.rows;
      await pause(300);
    }
    say('nothing is written any more, and runs are left that have not ended');
  } finally {
    await pool.end();
  }
}
