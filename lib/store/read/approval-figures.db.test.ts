// Holds figures of approvals to decisions that were made through the store and to others that were laid out by hand.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BUCKET_ERROR } from '../../domain/time-buckets';
import { anOwnedRun, approvalOf, commitOn, parked } from '../../ports/testing/run-store-scenario';
import { inTransaction } from '../database';
import { type DatabaseHarness, openHarness, sha256 } from '../runs/testing/harness';
import { type Laid, layApproval } from '../testing/lay-approval';
import { decideApproval } from '../write/decide-approval';
import { countApprovalFigures, countWaiting } from './approval-figures';
import { readConfidenceCells } from './confidence-cells';
import { readVoterMonths, readVoters } from './reviewer-figures';

/** As near as percentiles are told. */
const about = (ms: number) =>
  expect.toSatisfy((told: number) => Math.abs(told - ms) <= ms * BUCKET_ERROR + 0.5, `about ${ms}`);
const PERIOD = { since: '2026-03-11T00:00:00.000Z', until: '2026-03-21T00:00:00.000Z' };
describe('figures of approvals', () => {
  let harness: DatabaseHarness;
  let runId: string;
  let step = 100;
  beforeAll(async () => {
    harness = await openHarness();
    runId = (await anOwnedRun(harness)).runId;
  });
  afterAll(() => harness.close());

  async function lay(one: Laid): Promise<void> {
    step += 1;
    await harness.asOwner(layApproval(runId, step, one));
  }

  it('count what people decided apart from what ended by itself, in the period and the one before', async () => {
    for (const [i, tookS] of [10, 20, 30, 40].entries())
      await lay({ at: `2026-03-1${1 + i}T12:00:00Z`, tookS, status: 'approved', by: 'ann' });
    await lay({ at: '2026-03-12T13:00:00Z', tookS: 50, status: 'approved', by: 'bob', edited: true });
    await lay({
      at: '2026-03-12T14:00:00Z',
      tookS: 60,
      status: 'rejected',
      by: 'bob',
      reason: 'too much',
      tool: 'payments.refund',
    });
    await lay({ at: '2026-03-12T15:00:00Z', tookS: 70, status: 'answered', by: 'bob', agent: 'orders' });
    await lay({ at: '2026-03-12T16:00:00Z', status: 'answered', agent: 'orders' }); // by a receiver that answered late
    for (const status of ['expired', 'cancelled', 'superseded', 'expired', 'unopposed'])
      await lay({ at: '2026-03-13T00:00:00Z', tookS: 3_600, status });
    await lay({ at: '2026-03-05T00:00:00Z', tookS: 5, status: 'rejected', by: 'ann' }); // the period before
    await lay({ at: '2026-02-28T23:59:59Z', status: 'rejected', by: 'ann' }); // before that one
    await lay({ at: '2026-03-21T00:00:00Z', tookS: 10, status: 'rejected', by: 'ann' }); // asked for within, decided after

    const rows = await countApprovalFigures(harness.db, PERIOD, {});
    const of = (by: string, name?: string) =>
      rows.find((row) => row.now && row.by === by && (name === undefined || row.name === name));
    expect(of('all')).toMatchObject({
      ...{ arrived: 14, approved: 4, edited: 1, rejected: 1, answered: 1 },
      ...{
        expired: 2,
        cancelled: 1,
        superseded: 1,
        unopposed: 1,
        settled: 1,
        p50Ms: about(40_000),
        p95Ms: about(70_000),
      },
    });
    // Five that nobody decided waited an hour each, one a minute; the others 280 seconds together.
    expect(of('all')?.waitedMs).toBeCloseTo((5 * 3_600_000 + 60_000 + 280_000) / 13, 3);
    expect(rows.find((row) => !row.now && row.by === 'all')).toMatchObject({
      arrived: 1,
      rejected: 1,
      approved: 0,
    });
    expect(of('agent', 'orders')).toMatchObject({ arrived: 2, answered: 1, settled: 1, approved: 0 });
    expect(of('tool', 'payments.refund')).toMatchObject({ arrived: 1, rejected: 1 });
    expect(of('day', '2026-03-13')).toMatchObject({ approved: 1, expired: 2, arrived: 1 });
    expect(of('day', '2026-03-20')).toMatchObject({ arrived: 1, rejected: 0 });

    const ofBob = await countApprovalFigures(harness.db, PERIOD, { reviewer: 'bob', agent: 'refunds' });
    expect(ofBob.find((row) => row.now && row.by === 'all')).toMatchObject({
      ...{ arrived: 2, approved: 0, edited: 1, rejected: 1, answered: 0, expired: 0 },
    });
  });

  it("count each person's votes, by the period and by the month", async () => {
    const voters = await readVoters(harness.db, PERIOD, {}, 10);
    expect(voters).toMatchObject([
      { id: 'ann', name: 'ann', approved: 4, edited: 0, rejected: 0, answered: 0, p50Ms: about(20_000) },
      {
        id: 'bob',
        approved: 0,
        edited: 1,
        rejected: 1,
        answered: 1,
        p50Ms: about(60_000),
        p95Ms: about(70_000),
      },
    ]);
    const half = { since: '2026-02-01T00:00:00.000Z', until: PERIOD.until };
    const months = await readVoterMonths(harness.db, half, {}, 2, 10);
    expect(months).toMatchObject([
      {
        id: 'ann',
        month: '2026-03',
        approved: 4,
        rejected: 1,
        wordless: 4,
        days: 5,
        busiestDay: 1,
        daysOverCap: 0,
      },
      {
        id: 'bob',
        month: '2026-03',
        edited: 1,
        rejected: 1,
        answered: 1,
        wordless: 1,
        days: 1,
        busiestDay: 3,
        daysOverCap: 1,
      },
      { id: 'ann', month: '2026-02', rejected: 1, wordless: 0 },
    ]);
    const [one] = await readVoterMonths(harness.db, half, { tool: 'payments.refund' }, 2, 10);
    expect(one).toMatchObject({ id: 'bob', rejected: 1, edited: 0 });
  });

  it('part confidence by hundredths, and what people saw by why it was held', async () => {
    const at = '2026-04-02T00:00:00Z';
    await lay({ at, status: 'approved', by: 'ann', confidence: 0.29 });
    await lay({ at, status: 'approved', by: 'ann', confidence: 0.2999, edited: true });
    await lay({ at, status: 'rejected', by: 'ann', confidence: 0.29, heldFor: 'sample' });
    await lay({ at, status: 'rejected', by: 'ann', confidence: null });
    await lay({ at, status: 'expired', confidence: 0.29 });
    const period = { since: '2026-04-01T00:00:00.000Z', until: '2026-05-01T00:00:00.000Z' };
    const cells = await readConfidenceCells(harness.db, period, { agent: 'refunds', model: 'large' });
    const of = (percent: number | null, heldFor: string) =>
      cells.find((cell) => cell.percent === percent && cell.heldFor === heldFor);
    expect(cells).toHaveLength(3);
    expect(of(29, 'confidence')).toMatchObject({ agreed: 1, edited: 1, rejected: 0 });
    expect(of(29, 'confidence')?.confidenceSum).toBeCloseTo(0.5899, 10);
    expect(of(29, 'confidence')?.squareErrorSum).toBeCloseTo(0.71 ** 2 + 0.2999 ** 2, 10);
    expect(of(29, 'sample')).toMatchObject({ rejected: 1, agreed: 0 });
    expect(of(null, 'confidence')).toMatchObject({ rejected: 1 });
  });

  it('take a decision that was made through the store for one of people, an end by itself for none', async () => {
    const ids: string[] = [];
    for (const name of ['decided', 'left']) {
      const run = await anOwnedRun(harness);
      const approval = { ...approvalOf(run), agent: `agent-${name}` };
      const reasons = [
        { rule: 'escalation.confidenceBelow', verdict: 'await_approval' as const, message: 'x' },
      ];
      await harness.store.commit(commitOn(run, { approvals: [{ ...approval, reasons }], exit: parked() }));
      ids.push(approval.request.id);
    }
    const waiting = await countWaiting(harness.db, { agent: 'agent-decided' }, [60_000]);
    expect(waiting.counts).toEqual([1, 0]);
    await inTransaction(harness.db, 'decide', (tx) =>
      decideApproval(tx, {
        ...{
          approvalId: ids[0] ?? '',
          decision: 'approve',
          payloadHash: 'b'.repeat(64),
          reason: null,
          edited: null,
        },
        ...{
          by: { kind: 'user', id: 'ann', label: 'Ann' },
          personId: 'ann',
          answer: null,
          requestId: null,
          hash: sha256,
        },
      }),
    );
    await harness.asOwner(
      `UPDATE approval SET status = 'cancelled', decided_at = now() WHERE id = '${ids[1]}'`,
    );
    const period = {
      since: new Date(Date.now() - 600_000).toISOString(),
      until: new Date(Date.now() + 600_000).toISOString(),
    };
    const [decided, left] = await Promise.all(
      ['agent-decided', 'agent-left'].map(async (agent) =>
        (await countApprovalFigures(harness.db, period, { agent })).find(
          (row) => row.now && row.by === 'all',
        ),
      ),
    );
    expect(decided).toMatchObject({ arrived: 1, approved: 1, cancelled: 0 });
    expect(left).toMatchObject({ arrived: 1, approved: 0, cancelled: 1 });
    const cells = await readConfidenceCells(harness.db, period, {});
    expect(cells).toMatchObject([
      { agent: 'agent-decided', model: 'large', heldFor: 'confidence', percent: 90, agreed: 1 },
    ]);
    expect((await countWaiting(harness.db, { agent: 'agent-decided' }, [60_000])).oldestAt).toBeNull();
  });
});
