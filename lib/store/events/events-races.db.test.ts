// Events and waits that meet at one moment, on two connections: neither misses the other, and no event is given twice.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewWait } from '../../ports/run-store';
import {
  anOwnedRun,
  claimOf,
  commitOn,
  ended,
  following,
  isoFromNow,
  type OwnedRun,
} from '../../ports/testing/run-store-scenario';
import { createTestIds } from '../../ports/testing/test-ids';
import { type DatabaseHarness, openHarness } from '../runs/testing/harness';
import { LOCK_KEY } from './match-events';

const ids = createTestIds();
const ROUNDS = 25;
let harness: DatabaseHarness;
let other: ReturnType<DatabaseHarness['openAnother']>;
let round = 0;
beforeAll(async () => {
  harness = await openHarness();
  other = harness.openAnother();
});
afterAll(() => harness.close());

const newKey = () => `reply:${++round}`;
const waitOn = (correlationKey: string, until = isoFromNow(3_600_000)): NewWait => ({
  id: ids.timeOrdered(),
  step: 2,
  correlationKey,
  until,
});
const send = (correlationKey: string) =>
  harness.sendEvent({ id: ids.timeOrdered(), correlationKey, payload: { round } });
const signalsOf = async (run: OwnedRun) => harness.store.readInputs(run.runId, 0);

/** As the runtime does it: the commit, then the question; on the other process's connections. */
async function open(run: OwnedRun, wait: NewWait): Promise<void> {
  await other.store.commit(commitOn(run, { openedWaits: [wait] }));
  await other.store.matchEvents([wait.correlationKey]);
}

/** Holds the lock of a key as a transaction under way does it. */
async function holdKey(key: string): Promise<() => Promise<void>> {
  const client = await harness.db.pool.connect();
  await client.query('BEGIN');
  await client.query(LOCK_KEY, [key]);
  return async () => {
    await client.query('COMMIT');
    client.release();
  };
}

/** Resolves when a statement waits for the lock of a key. */
async function untilOneWaits(): Promise<void> {
  for (;;) {
    const { rows } = await harness.db.pool.query(
      `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    if (rows.length > 0) return;
  }
}

describe('an event and a wait at the same moment', () => {
  it('meet when the event is on its way while the wait is opened', async () => {
    const [run, key] = [await anOwnedRun(harness), newKey()];
    const release = await holdKey(key);
    const sent = send(key);
    await untilOneWaits();
    await other.store.commit(commitOn(run, { openedWaits: [waitOn(key)] }));
    await release();
    expect(await sent).toBe(run.runId);
    expect(await other.store.matchEvents([key])).toEqual([]);
    expect(await signalsOf(run)).toHaveLength(1);
  });

  it('meet when the event is written but not committed as the opener of the wait asks', async () => {
    const [run, key] = [await anOwnedRun(harness), newKey()];
    await other.store.commit(commitOn(run, { openedWaits: [waitOn(key)] }));
    // A sender that looked before the wait was committed: it wrote its event and is about to commit.
    const client = await harness.db.pool.connect();
    await client.query('BEGIN');
    await client.query(LOCK_KEY, [key]);
    await client.query(
      `INSERT INTO signal (id, correlation_key, payload, by, received_at, expires_at)
       VALUES ($1, $2, convert_to('{}', 'UTF8'), '{"kind":"system","id":"test","label":"test"}', now(), now() + interval '1 day')`,
      [ids.timeOrdered(), key],
    );
    const asked = other.store.matchEvents([key]);
    await untilOneWaits();
    await client.query('COMMIT');
    client.release();
    expect(await asked).toEqual([run.runId]);
  });

  it('meet in whatever order they come', async () => {
    for (let i = 0; i < ROUNDS; i++) {
      const [run, key] = [await anOwnedRun(harness), newKey()];
      await Promise.all(
        i % 2 === 0 ? [open(run, waitOn(key)), send(key)] : [send(key), open(run, waitOn(key))],
      );
      expect(await signalsOf(run), key).toHaveLength(1);
    }
  });

  it('are one to one, however many there are', async () => {
    const key = newKey();
    const runs = await Promise.all(Array.from({ length: 8 }, () => anOwnedRun(harness)));
    await Promise.all(runs.flatMap((run) => [open(run, waitOn(key)), send(key)]));
    const given = await Promise.all(runs.map(signalsOf));
    expect(given.map((inputs) => inputs.length)).toEqual(runs.map(() => 1));
    const events = given.flat().map(({ input }) => (input.type === 'signal' ? input.event?.id : null));
    expect(new Set(events).size).toBe(runs.length);
  });

  it('leave the event to the next wait where the run ends at that moment', async () => {
    for (let i = 0; i < ROUNDS; i++) {
      const [ending, next, key] = [await anOwnedRun(harness), await anOwnedRun(harness), newKey()];
      const [wait, second] = [waitOn(key), waitOn(key)];
      const opened = commitOn(ending, { openedWaits: [wait] });
      await harness.store.commit(opened);
      await open(next, second);
      await Promise.all([
        other.store.commit(ended(following(ending, opened), { closedWaits: [wait.id] })),
        send(key),
      ]);
      await harness.store.endWaits(100);
      expect(await signalsOf(next), key).toHaveLength(1);
    }
  });

  it('end a wait once where its time is over at that moment', async () => {
    for (let i = 0; i < ROUNDS; i++) {
      const [run, key] = [await anOwnedRun(harness), newKey()];
      await harness.store.commit(commitOn(run, { openedWaits: [waitOn(key, isoFromNow(-1))] }));
      await Promise.all([send(key), other.store.endWaits(100), harness.store.endWaits(100)]);
      expect(await signalsOf(run), key).toHaveLength(1);
    }
  });
});

describe('contacts at the same moment', () => {
  it('are as many as are permitted, from two processes', async () => {
    const [key, most] = [newKey(), 3];
    const runs = await Promise.all(Array.from({ length: 24 }, () => anOwnedRun(harness)));
    const outcomes = await Promise.all(
      runs.map((run, i) => {
        const contact = { correlationKey: key, most };
        const effectClaims = [claimOf(run, { scope: 'run', key: `${run.runId}:2`, contact })];
        return (i % 2 === 0 ? harness.store : other.store).commit(commitOn(run, { effectClaims }));
      }),
    );
    const claims = outcomes.flatMap((outcome) => (outcome.status === 'committed' ? outcome.claims : []));
    expect(claims.filter(({ status }) => status === 'claimed')).toHaveLength(most);
    expect(claims.filter(({ status }) => status === 'capped')).toHaveLength(runs.length - most);
  });
});
