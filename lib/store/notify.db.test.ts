// Holds hints to reaching other processes, coming back after a loss, and never echoing.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Change } from '../ports/change-feed';
import { type Database, openDatabase } from './database';
import { createHints, type Hints } from './notify';
import { createTestDatabase, type TestDatabase } from './testing/test-database';

type Ear = { hints: Hints; changes: Change[]; wakes: string[]; gaps: number };

describe('hints between processes', () => {
  let test: TestDatabase;
  let db: Database;
  const ears: Ear[] = [];

  beforeEach(async () => {
    test = await createTestDatabase();
    db = openDatabase({ url: test.appUrl, size: 2 });
  });
  afterEach(async () => {
    for (const { hints } of ears.splice(0)) await hints.stop();
    await db.close();
    await test.drop();
  });

  function listen(originId: string): Ear {
    const ear: Ear = {
      changes: [],
      wakes: [],
      gaps: 0,
      hints: createHints({
        pool: db.pool,
        directUrl: test.appUrl,
        originId,
        listener: {
          onChanges: (changes) => ear.changes.push(...changes),
          onWake: (runIds) => ear.wakes.push(...runIds),
          onGap: () => {
            ear.gaps += 1;
          },
        },
      }),
    };
    ear.hints.start();
    ears.push(ear);
    return ear;
  }
  const untilListening = () =>
    vi.waitFor(() => expect(ears.map(({ hints }) => hints.listening)).not.toContain(false), 30_000);

  it('tell this process at once and others soon, each change once', async () => {
    const [here, there] = [listen('a'), listen('b')];
    await untilListening();
    const change = { topic: 'runs', id: '1' } as const;
    here.hints.publish([change]);
    here.hints.publish([change, { topic: 'approvals', id: '2' }]);
    expect(here.changes).toHaveLength(3);
    await vi.waitFor(() => expect(there.changes).toEqual([change, { topic: 'approvals', id: '2' }]), 30_000);
    // Its own voice would have come back on the same connection before this answer.
    there.hints.wake('run-1');
    await vi.waitFor(() => expect(here.wakes).toEqual(['run-1']), 30_000);
    expect(here.changes).toHaveLength(3);
  });

  it('carry more than one message holds', async () => {
    const [here, there] = [listen('a'), listen('b')];
    await untilListening();
    here.hints.publish(
      Array.from({ length: 500 }, (_, i) => ({ topic: 'runs', id: `run-${i}-${'x'.repeat(40)}` })),
    );
    await vi.waitFor(() => expect(there.changes).toHaveLength(500), 30_000);
  });

  it('come back after the connection was lost, and say that some may be missing', async () => {
    const [here, there] = [listen('a'), listen('b')];
    await untilListening();
    await db.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'bulkhead listen' AND datname = $1`,
      [test.name],
    );
    await vi.waitFor(() => expect([here.gaps, there.gaps]).toEqual([1, 1]), 30_000);
    here.hints.publish([{ topic: 'runs', id: 'after' }]);
    await vi.waitFor(() => expect(there.changes).toEqual([{ topic: 'runs', id: 'after' }]), 30_000);
  });

  it('ignore what others say on the channel', async () => {
    const here = listen('a');
    await untilListening();
    for (const noise of ['no json', '{"from":"x"}', 'null'])
      await db.pool.query('SELECT pg_notify($1, $2)', ['bulkhead', noise]);
    const other = listen('b');
    other.hints.wake('real');
    await vi.waitFor(() => expect(here.wakes).toEqual(['real']), 30_000);
    expect(here.changes).toEqual([]);
  });
});
