// Each change of a breaker as two processes make and see it: this one and one of its own, each with the production gate and no hint from the other.
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { breakerKey } from '../domain/breaker';
import { TEST_ACTOR } from '../ports/testing/journal-builder';
import { PROBE_MARGIN_MS } from '../runtime/runtime-constants';
import { toolVersion } from '../runtime/testing/runtime-bench';
import { type Database, inTransaction, openDatabase } from '../store/database';
import { waitUntil } from '../store/embedded/wait-until';
import { OtherProcess } from '../store/testing/other-process';
import { createTestDatabase, type TestDatabase } from '../store/testing/test-database';
import { setBreaker } from '../store/write/set-breaker';
import { gateCalls } from './testing/breaker-gate-process';

type Gate = ReturnType<typeof gateCalls>;

let database: TestDatabase;
let db: Database;
let here: Gate;
let process: OtherProcess<Gate>;
let there: Gate;
beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase({ url: database.appUrl, size: 4 });
  process = OtherProcess.start(new URL('./testing/breaker-gate-process.ts', import.meta.url), [
    database.appUrl,
  ]);
  here = gateCalls(database.appUrl);
  there = {
    enter: (...args) => process.call('enter', ...args),
    settle: (...args) => process.call('settle', ...args),
    drain: () => process.call('drain'),
    close: () => process.kill(),
  };
});
afterAll(async () => {
  await Promise.all([db.close(), here.close(), there.close()]);
  await database.drop();
});

const OPEN_MS = 400;
/** A probe keeps its place for as long as its call may take: long enough here for whatever the machine does besides. */
const TIMEOUT_MS = 30_000;
let tools = 0;
/** A breaker that nobody has heard of. */
function newTool(over: object = {}, timeoutMs = TIMEOUT_MS) {
  tools += 1;
  const breaker = { minimumCalls: 4, failureRate: 0.5, openMs: OPEN_MS, probes: 3, ...over };
  return toolVersion(`tool.n${tools}`, { effect: 'read', timeoutMs, breaker });
}
type Tool = ReturnType<typeof newTool>;
const keyOf = ({ name }: Tool) => breakerKey({ kind: 'tool', name, endpoint: 'receiver.example' });

/** What a gate was told is believed for a second at most. */
const cacheIsOver = () => pause(1_005);
const stateOf = async (tool: Tool) => {
  const { rows } = await db.pool.query('SELECT state FROM breaker WHERE key = $1', [keyOf(tool)]);
  return rows[0]?.state ?? 'closed';
};
const becomes = async (tool: Tool, state: string) =>
  expect(await waitUntil(async () => (await stateOf(tool)) === state, { withinMs: 30_000 })).toBe(true);
const changesOf = async (tool: Tool) =>
  (
    await db.pool.query(
      `SELECT from_state || ' → ' || to_state AS change FROM breaker_change WHERE key = $1 ORDER BY epoch`,
      [keyOf(tool)],
    )
  ).rows.map(({ change }) => change);
const set = (tool: Tool, to: 'isolated' | 'closed') =>
  inTransaction(db, 'set', (tx) =>
    setBreaker(tx, { key: keyOf(tool), to, by: TEST_ACTOR, reason: 'As it is.' }),
  );
async function fail(gate: Gate, tool: Tool, times: number): Promise<void> {
  await gate.settle(await gate.enter(tool, times), 'faulty');
}
/** Opened by calls of one of them, and its time is over for both. */
async function due(tool: Tool): Promise<void> {
  await fail(here, tool, 4);
  await becomes(tool, 'open');
  await Promise.all([cacheIsOver(), pause(OPEN_MS * 1.25)]);
}

describe.concurrent('a breaker of two processes', () => {
  it.each(['this process', 'the other'] as const)(
    'opens by the calls of %s: the other one lets nothing through a second later',
    async (who) => {
      const [one, other] = who === 'this process' ? [here, there] : [there, here];
      const tool = newTool({ openMs: 60_000 });
      expect(await other.enter(tool, 1)).toHaveLength(1); // it believes in closed from here on
      await fail(one, tool, 4);
      await becomes(tool, 'open');
      await cacheIsOver();
      expect(await other.enter(tool, 5)).toEqual([]);
      expect(await one.enter(tool, 5)).toEqual([]);
    },
  );

  it('opens by calls of both, of which neither has enough, and only once', async () => {
    const tool = newTool({ openMs: 60_000 });
    await Promise.all([fail(here, tool, 2), fail(there, tool, 2)]);
    await becomes(tool, 'open');
    await Promise.all([here.drain(), there.drain()]);
    expect(await changesOf(tool)).toEqual(['closed → open']);
  });

  it('half open: exactly the permitted probes go through two processes that ask at once, and the last answer closes it for both', async () => {
    const tool = newTool();
    await due(tool);
    const [mine, others] = await Promise.all([here.enter(tool, 20), there.enter(tool, 20)]);
    expect(mine.length + others.length).toBe(3);
    await Promise.all([here.settle(mine, 'answered'), there.settle(others, 'answered')]);
    await becomes(tool, 'closed');
    await cacheIsOver();
    for (const gate of [here, there]) expect(await gate.enter(tool, 5)).toHaveLength(5);
    expect(await changesOf(tool)).toEqual(['closed → open', 'open → half_open', 'half_open → closed']);
  });

  it('half open: opens again for both with the first probe that fails, and the probe of the other counts for nothing any more', async () => {
    const tool = newTool({ probes: 2, openMs: 1_000 });
    await fail(here, tool, 4);
    await becomes(tool, 'open');
    await pause(1_300);
    const mine = await here.enter(tool, 1);
    const others = await there.enter(tool, 1);
    expect([mine.length, others.length]).toEqual([1, 1]);
    await there.settle(others, 'faulty');
    await becomes(tool, 'open');
    await here.settle(mine, 'answered');
    await here.drain();
    expect(await changesOf(tool)).toEqual(['closed → open', 'open → half_open', 'half_open → open']);
  });

  it('what was let through before it opened counts for nothing in the other process afterwards', async () => {
    const tool = newTool({ probes: 1 });
    const old = await there.enter(tool, 20);
    expect(old).toHaveLength(20);
    await due(tool);
    await here.settle(await here.enter(tool, 1), 'answered');
    await becomes(tool, 'closed');
    await there.settle(old, 'faulty');
    await there.drain();
    await cacheIsOver();
    await fail(here, tool, 1); // one, where four are needed
    await here.drain();
    await cacheIsOver();
    expect(await here.enter(tool, 1)).toHaveLength(1);
    expect(await there.enter(tool, 1)).toHaveLength(1);
    expect(await changesOf(tool)).toEqual(['closed → open', 'open → half_open', 'half_open → closed']);
  });

  it('an isolation holds both a second later whatever they know, and a reset frees both', async () => {
    const tool = newTool();
    for (const gate of [here, there]) expect(await gate.enter(tool, 1)).toHaveLength(1);
    await set(tool, 'isolated');
    await cacheIsOver();
    for (const gate of [here, there]) expect(await gate.enter(tool, 3)).toEqual([]);
    await set(tool, 'closed');
    await cacheIsOver();
    for (const gate of [here, there]) expect(await gate.enter(tool, 3)).toHaveLength(3);
    expect(await changesOf(tool)).toEqual(['closed → isolated', 'isolated → closed']);
  });
});

it('a probe that dies with its process keeps its place for its lease, and blocks nobody after it', async () => {
  const leaseMs = 3_000;
  const tool = newTool({ probes: 1 }, leaseMs);
  await due(tool);
  expect(await there.enter(tool, 1)).toHaveLength(1);
  const takenMs = performance.now();
  await there.close();
  expect(await here.enter(tool, 3)).toEqual([]);
  await pause(takenMs + leaseMs + PROBE_MARGIN_MS + 20 - performance.now());
  const again = await here.enter(tool, 3);
  expect(again).toHaveLength(1);
  await here.settle(again, 'answered');
  await becomes(tool, 'closed');
});
