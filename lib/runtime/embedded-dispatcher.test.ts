import { describe, expect, it } from 'vitest';
import { StoreUnavailableError } from '@/lib/domain/errors';
import { KillableProcess } from './testing/killable-process';
import { RuntimeBench } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';
import { LARGE_REFUND, refund, waitingRun, watchBenches } from './testing/watched-bench';

const openBench = watchBenches();

describe('the poll', () => {
  it('advances due runs while approvals can not be expired, at its own pace', async () => {
    const bench = openBench();
    bench.store.expireApprovals = async () => {
      throw new TypeError('a row does not fit');
    };
    await new KillableProcess(bench).start();
    await bench.clock.pass(60_000);
    const runId = await bench.start();
    const before = bench.clock.now();
    await bench.clock.runUntil(() => bench.status(runId) === 'succeeded', 60_000);
    expect(bench.clock.now() - before).toBeLessThanOrEqual(1_000);
  });

  it('expires approvals while no run can be claimed', async () => {
    const bench = openBench({
      ...LARGE_REFUND,
      agent: { escalation: { amountAbove: 500, expiresMs: 60_000 } },
    });
    const { approval } = await waitingRun(bench);
    bench.store.claimDue = async () => {
      throw new StoreUnavailableError('no answer');
    };
    const statusOf = () => bench.store.approvals.get(approval.request.id)?.status;
    await bench.clock.runUntil(() => statusOf() === 'expired', 120_000);
  });

  it('advances due runs and ends waits while the answer about approvals is awaited', async () => {
    const bench = openBench();
    bench.store.expireApprovals = () => new Promise(() => {});
    let ends = 0;
    bench.store.endWaits = async () => {
      ends += 1;
      return [];
    };
    await new KillableProcess(bench).start();
    await bench.clock.pass(5_000);
    const runId = await bench.start();
    await bench.clock.runUntil(() => bench.status(runId) === 'succeeded', 2_000);
    expect(ends).toBeGreaterThanOrEqual(5);
  });

  it('says once which approval can not be expired', async () => {
    const bench = new RuntimeBench({ turns: [answers(refund()), finishes('Done.')] });
    const cause = new TypeError('it does not fit');
    bench.store.expireApprovals = async (_limit, onFailure) => {
      onFailure?.('approval-1', cause);
      return [];
    };
    await new KillableProcess(bench).start();
    await bench.clock.pass(10_000);
    expect(bench.errors).toEqual([cause]);
  });
});
