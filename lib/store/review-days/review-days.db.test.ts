// Holds figures that are added up by day to a count over everything that was laid out, whatever was counted before and written late.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUCKET_ERROR } from '../../domain/time-buckets';
import { anOwnedRun } from '../../ports/testing/run-store-scenario';
import { type ApprovalsAsked, countApprovalFigures } from '../read/approval-figures';
import { readVoterMonths, readVoters } from '../read/reviewer-figures';
import { type DatabaseHarness, openHarness } from '../runs/testing/harness';
import { type Laid, layApproval } from '../testing/lay-approval';
import { countAllReviewDays, countReviewDays, recountReviewDays } from './count-days';
import { approvalsOf, votersOf } from './testing/full-count';

const DAY_MS = 86_400_000;
const FIRST_MS = Date.parse('2026-03-25T00:00:00.000Z');
const at = fc.integer({ min: 0, max: 12 * DAY_MS }).map((ms) => new Date(FIRST_MS + ms).toISOString());
const common = {
  at,
  tookS: fc.oneof(fc.integer({ min: 0, max: 90 }), fc.integer({ min: 0, max: 3 * 86_400 })),
  agent: fc.constantFrom('refunds', 'orders', 'mails'),
  tool: fc.constantFrom('mail.send', 'payments.refund'),
};
const decided = fc.record({
  ...common,
  status: fc.constantFrom('approved', 'rejected', 'answered'),
  by: fc.constantFrom('ann', 'bob', 'eve'),
  edited: fc.boolean(),
  reason: fc.constantFrom(undefined, 'Looked at'),
  onCardMs: fc.option(fc.integer({ min: 1, max: 400_000 }), { nil: undefined }),
});
const others = fc.record({
  ...common,
  status: fc.constantFrom('expired', 'cancelled', 'superseded', 'unopposed', 'answered', 'pending'),
});
const laid = fc
  .oneof({ arbitrary: decided, weight: 3 }, { arbitrary: others, weight: 1 })
  .map((one): Laid => ('edited' in one ? { ...one, edited: one.edited && one.status === 'approved' } : one));
const asked: fc.Arbitrary<ApprovalsAsked> = fc.record({
  agent: fc.option(common.agent, { nil: undefined }),
  tool: fc.option(common.tool, { nil: undefined }),
  reviewer: fc.option(fc.constantFrom('ann', 'bob'), { nil: undefined, freq: 3 }),
});
const period = fc
  .tuple(fc.integer({ min: 0, max: 11 * DAY_MS }), fc.integer({ min: 1, max: 8 * DAY_MS }), fc.boolean())
  .map(([from, length, whole]) => {
    const cut = (ms: number) => FIRST_MS + (whole ? Math.ceil(ms / DAY_MS) * DAY_MS : ms);
    return {
      since: new Date(cut(from)).toISOString(),
      until: new Date(cut(from) + cut(length) - FIRST_MS).toISOString(),
    };
  });

/** Percentiles by their error, all else as it is. */
const alike = (told: unknown, exact: unknown, where: string): void => {
  if (typeof exact === 'object' && exact !== null) {
    expect(Object.keys(told ?? {}).toSorted(), where).toEqual(Object.keys(exact).toSorted());
    for (const [name, value] of Object.entries(exact))
      alike(Reflect.get(told ?? {}, name), value, `${where} ${name}`);
  } else if (typeof exact === 'number' && /Ms$/.test(where))
    expect(Math.abs(Number(told) - exact), where).toBeLessThanOrEqual(exact * BUCKET_ERROR * 1.001 + 1);
  else expect(told, where).toEqual(exact);
};

describe('days of approvals', () => {
  let harness: DatabaseHarness;
  let runId: string;
  const all: { laid: Laid; id: string }[] = [];
  beforeAll(async () => {
    harness = await openHarness();
    runId = (await anOwnedRun(harness)).runId;
  });
  afterAll(() => harness.close());

  async function lay(one: Laid): Promise<void> {
    const step = 1_000 + all.length;
    await harness.asOwner(layApproval(runId, step, one));
    const { rows } = await harness.db.pool.query<{ id: string }>('SELECT id FROM approval WHERE step = $1', [
      step,
    ]);
    all.push({ laid: one, id: rows[0]?.id ?? '' });
  }
  const late = async () => (await harness.db.pool.query('SELECT day FROM review_day_late')).rowCount;
  async function agree(of: { since: string; until: string }, which: ApprovalsAsked): Promise<void> {
    const given = all.map((one) => one.laid);
    const keyed = (rows: readonly { now: boolean; by: string; name: string }[]) =>
      Object.fromEntries(rows.map((row) => [`${row.now} ${row.by} ${row.name}`, row]));
    alike(
      keyed(await countApprovalFigures(harness.db, of, which)),
      keyed(approvalsOf(given, of, which)),
      'approvals',
    );
    const exact = votersOf(given, of, which, 3);
    alike(await readVoters(harness.db, of, which, 100), exact.voters, 'voters');
    alike(await readVoterMonths(harness.db, of, which, 3, 100), exact.months, 'months');
  }

  it('tell what a full count tells, whatever is counted, told late or changed after it ended', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(laid, { minLength: 1, maxLength: 12 }),
        fc.constantFrom('count', 'count some', 'leave', 'recount'),
        fc.nat(),
        fc.array(fc.tuple(period, asked), { minLength: 2, maxLength: 2 }),
        async (more, act, which, questions) => {
          for (const one of more) await lay(one);
          const changed = all[which % all.length];
          if (changed !== undefined && changed.laid.by === undefined && changed.laid.status !== 'pending') {
            await harness.asOwner(`UPDATE approval SET status = 'expired' WHERE id = '${changed.id}'`);
            changed.laid = { ...changed.laid, status: 'expired' };
          }
          if (act === 'count some') await countReviewDays(harness.db.pool, { most: 3 });
          if (act === 'recount') await recountReviewDays(harness.db.pool);
          if (act === 'count' || act === 'recount') {
            await countAllReviewDays(harness.db.pool);
            expect(await late()).toBe(0);
          }
          for (const [of, whose] of questions) await agree(of, whose);
        },
      ),
      { numRuns: 25, endOnFailure: true },
    );
  });

  it('are counted again where one that ended is changed, one ends late, or a vote is written late', async () => {
    const of = { since: '2026-03-20T00:00:00.000Z', until: '2026-04-10T00:00:00.000Z' };
    const one = { at: '2026-03-27T10:00:00.000Z', status: 'cancelled', tookS: 2 * 86_400 };
    await lay(one);
    await lay({ ...one, status: 'pending' });
    const [changed, left] = all.slice(-2);
    await countAllReviewDays(harness.db.pool);
    const write = async (statement: string, laid?: [typeof changed, Laid]) => {
      await harness.asOwner(statement);
      if (laid?.[0] !== undefined) laid[0].laid = laid[1];
      expect(await late()).toBeGreaterThan(0);
      await agree(of, {});
      await countAllReviewDays(harness.db.pool);
      await agree(of, {});
    };
    await write(`UPDATE approval SET status = 'superseded' WHERE id = '${changed?.id}'`, [
      changed,
      { ...one, status: 'superseded' },
    ]);
    await write(
      `UPDATE approval SET status = 'expired', decided_at = timestamptz '${one.at}' WHERE id = '${left?.id}'`,
      [left, { ...one, status: 'expired' }],
    );
    await harness.asOwner(
      `INSERT INTO approval_decision (approval_id, round, principal, decision, reason, payload_hash, by, at)
       VALUES ('${left?.id}', 1, 'ida', 'reject', 'No', repeat('b', 64), '{}', '${one.at}')`,
    );
    expect(await late()).toBe(1);
    expect(await readVoters(harness.db, of, { reviewer: 'ida' }, 1)).toMatchObject([{ rejected: 1 }]);
    await harness.asOwner('DELETE FROM review_day_late');
    expect(await readVoters(harness.db, of, { reviewer: 'ida' }, 1)).toEqual([]);
    await recountReviewDays(harness.db.pool);
    await countAllReviewDays(harness.db.pool);
    expect(await readVoters(harness.db, of, { reviewer: 'ida' }, 1)).toMatchObject([{ rejected: 1 }]);
  });

  it('answer from their sums, and are put right by counting again', async () => {
    await lay({ at: '2026-03-30T12:00:00.000Z', status: 'approved', by: 'ann' });
    await countAllReviewDays(harness.db.pool);
    const of = { since: '2026-03-29T00:00:00.000Z', until: '2026-04-01T00:00:00.000Z' };
    await harness.asOwner(
      'UPDATE approval_day SET approved = approved + 1000; UPDATE vote_day SET approved = approved + 1000',
    );
    const told = async () => [
      (await countApprovalFigures(harness.db, of, {})).find((row) => row.now && row.by === 'all')?.approved ??
        0,
      (await readVoters(harness.db, of, {}, 1))[0]?.approved ?? 0,
    ];
    expect(Math.min(...(await told()))).toBeGreaterThan(1_000);
    await recountReviewDays(harness.db.pool);
    expect(Math.max(...(await told()))).toBeLessThan(1_000);
    await countAllReviewDays(harness.db.pool);
    await agree(of, {});
  });

  it('miss nothing that is written into a day while it is counted', async () => {
    await countAllReviewDays(harness.db.pool);
    const one: Laid = { at: '2026-03-28T08:00:00.000Z', status: 'rejected', by: 'eve', reason: 'No' };
    const writer = await harness.db.pool.connect();
    try {
      await writer.query('BEGIN');
      const { rows } = await writer.query<{ id: string }>(layApproval(runId, 900_000, one));
      await recountReviewDays(harness.db.pool);
      await countAllReviewDays(harness.db.pool);
      expect(await late()).toBe(0);
      await writer.query('COMMIT');
      all.push({ laid: one, id: rows[0]?.id ?? '' });
    } finally {
      writer.release();
    }
    expect(await late()).toBeGreaterThan(0);
    const of = { since: '2026-03-28T00:00:00.000Z', until: '2026-03-29T00:00:00.000Z' };
    await agree(of, {});
    await countAllReviewDays(harness.db.pool);
    expect(await late()).toBe(0);
    await agree(of, {});
  });

  it('are told of nothing that is asked for and decided on the present day', async () => {
    await countAllReviewDays(harness.db.pool);
    const now = (await harness.db.pool.query<{ now: string }>('SELECT now() AS now')).rows[0]?.now ?? '';
    await lay({ at: now, tookS: 0, status: 'approved', by: 'ann' });
    await lay({ at: now, tookS: 0, status: 'pending' });
    await harness.asOwner(
      `UPDATE approval SET status = 'expired', decided_at = now() WHERE id = '${all.at(-1)?.id}'`,
    );
    expect(await late()).toBe(0);
  });
});
