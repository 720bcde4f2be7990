// Holds what is told of breakers' changes to the rows that are kept: slice by slice, page by page, and who waits now.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isoFromNow } from '../../ports/testing/run-store-scenario';
import { inTransaction } from '../database';
import { type DatabaseHarness, openHarness, sha256 } from '../runs/testing/harness';
import { planWork } from '../testing/plan-work';
import { putVersion } from '../write/put-version';
import { breakerChangesStatement, listBreakerChanges } from './breaker-changes';
import { statesInSlices } from './breaker-history';
import { breakersNow } from './overview-breakers';
import { readBreaker } from './read-breakers';

const MINUTE_MS = 60_000;
const CREATE = 'tool:tickets.create@127.0.0.1:4010';
const FETCH = 'tool:web.fetch@127.0.0.1:4010';
const SINCE = isoFromNow(-10 * MINUTE_MS);
/** In the middle of a minute's slice from SINCE on. */
const inSlice = (slice: number, seconds = 30) =>
  new Date(Date.parse(SINCE) + slice * MINUTE_MS + seconds * 1_000).toISOString();
const SLICED = { since: SINCE, sliceMs: MINUTE_MS, slices: 10 };
const by = { kind: 'user', id: 'user-bea', label: 'Bea' } as const;

describe('how breakers stood', () => {
  let harness: DatabaseHarness;
  beforeAll(async () => {
    harness = await openHarness();
  });
  afterAll(() => harness.close());

  let epoch = 0;
  const change = async (key: string, at: string, from: string, to: string, reason: string | null = null) => {
    epoch += 1;
    await harness.db.pool.query(
      `INSERT INTO breaker_change (key, epoch, at, from_state, to_state, actor, reason, calls, failures, slow)
       VALUES ($1, $2, $3, $4, $5, $6, $7, 40, 25, 1)`,
      [key, epoch, at, from, to, reason === null ? null : JSON.stringify(by), reason],
    );
  };
  const stoodAt = async (key: string, now: 'closed' | 'open' | 'isolated', most?: number) =>
    (await statesInSlices(harness.db.pool, SLICED, most === undefined ? {} : { most }))(key, now);

  it('is told slice by slice, each by the state that let least through', async () => {
    await change(CREATE, isoFromNow(-20 * MINUTE_MS), 'closed', 'open');
    await change(CREATE, inSlice(2), 'open', 'half_open');
    await change(CREATE, inSlice(2, 40), 'half_open', 'closed');
    await change(CREATE, inSlice(5), 'closed', 'open');
    await change(CREATE, inSlice(7, 0), 'open', 'half_open');
    await change(CREATE, inSlice(7, 10), 'half_open', 'closed');
    const open = 'open';
    const closed = 'closed';
    expect(await stoodAt(CREATE, 'closed')).toEqual([
      open,
      open,
      open,
      closed,
      closed,
      open,
      open,
      open,
      closed,
      closed,
    ]);
    // Nothing is kept of it: it stood as it stands.
    expect(await stoodAt('model:small', 'isolated')).toEqual(Array(10).fill('isolated'));
  });

  it('is told of the newest changes only where there are many, and of nothing before them', async () => {
    const [oldest, ...rest] = [...(await stoodAt(CREATE, 'closed', 2))].filter((state) => state !== null);
    expect([oldest, rest.length]).toEqual(['open', 2]);
    expect((await stoodAt(CREATE, 'closed', 2)).slice(0, 7)).toEqual(Array(7).fill(null));
  });

  it('is told by its changes, newest first and page by page, with who and why', async () => {
    await change(FETCH, inSlice(9), 'closed', 'isolated', 'vendor maintenance');
    const first = await listBreakerChanges(harness.db, { limit: 2 });
    expect(first.items).toMatchObject([
      { key: FETCH, kind: 'tool', name: 'web.fetch', to: 'isolated', by, reason: 'vendor maintenance' },
      { key: CREATE, name: 'tickets.create', from: 'half_open', to: 'closed', by: null, failures: 25 },
    ]);
    const rest = await listBreakerChanges(harness.db, { limit: 50, cursor: first.nextCursor ?? '' });
    expect(rest.items).toHaveLength(5);
    expect(rest.nextCursor).toBeNull();
    const cursor = Buffer.from('["no time"]').toString('base64url');
    await expect(listBreakerChanges(harness.db, { limit: 2, cursor })).rejects.toThrow(
      /not one of this list/,
    );
  });

  it('is found by an index, however much was kept', async () => {
    await harness.db.pool.query(
      `INSERT INTO breaker_change (key, epoch, at, from_state, to_state, calls, failures, slow)
       SELECT 'model:b' || (n % 40), n, now() - make_interval(secs => n * 40), 'closed', 'open', 1, 1, 0 FROM generate_series(1, 20000) n`,
    );
    await harness.asOwner('ANALYZE breaker_change');
    for (const after of [null, [isoFromNow(-500_000_000), 'model:b1', 3]] as const) {
      const { text, values } = breakerChangesStatement(20, after);
      const { whole, looked } = await planWork(harness.db.pool, text, values);
      expect(whole).toEqual([]);
      expect(looked).toBeLessThan(100);
    }
  });

  it('is counted now only where it is in use, and says who waits for it', async () => {
    await inTransaction(harness.db, 'put', (tx) =>
      putVersion(
        tx,
        {
          kind: 'tool',
          name: 'tickets.create',
          definition: {
            kind: 'http',
            description: 'Opens a ticket',
            effect: 'read',
            http: { method: 'GET', url: 'http://127.0.0.1:4010/tickets' },
            timeoutMs: 2_000,
            retry: { maxAttempts: 3, baseMs: 200, capMs: 5_000 },
          },
          createdBy: by,
          activate: 'always',
        },
        sha256,
      ),
    );
    await change(CREATE, isoFromNow(-30_000), 'closed', 'open');
    await harness.db.pool.query(
      `INSERT INTO breaker (key, state, epoch, opened_at, opens_until, isolated_by, isolated_reason, updated_at) VALUES
       ($1, 'open', 9, now(), now() + interval '1 minute', NULL, NULL, now()), ('model:gone', 'open', 1, now(), now(), NULL, NULL, now()),
       ('tool:tickets.create@old.example', 'isolated', 1, now(), NULL, $2, 'moved', now())`,
      [CREATE, JSON.stringify(by)],
    );
    expect(await breakersNow(harness.db.pool)).toMatchObject({
      open: 1,
      halfOpen: 0,
      isolated: 0,
      shut: [{ key: CREATE, name: 'tickets.create', state: 'open' }],
    });
    const one = await readBreaker(harness.db, CREATE);
    expect(one?.held).toEqual([]);
    expect(one?.day.states).toHaveLength(288);
    expect(one?.day.states.at(-1)).toBe('open');
    expect(one?.slices.at(-1)?.state).toBe('open');
  });
});
