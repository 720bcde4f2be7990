import { afterEach, describe, expect, it } from 'vitest';
import { CodedError } from '@/lib/domain/errors';
import type { ClaimedRun } from '@/lib/ports/run-claims';
import { KillableProcess } from './testing/killable-process';
import { REFUND, RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';
import { refund } from './testing/watched-bench';

const refused = () => new CodedError('store_refused', 'fatal', 'The database refused it.');

let bench: RuntimeBench;
afterEach(() => {
  expect(bench.errors).toEqual([]);
});

function open() {
  bench = new RuntimeBench({ turns: [answers(refund()), finishes('Done.')], tools: [toolVersion(REFUND)] });
  return bench;
}

/** The store takes no commit from the send on, while `isBroken`. */
function refuseCommitsAfterSend(isBroken = () => true) {
  const { commit } = bench.store;
  bench.store.commit = async (given) => {
    if (bench.receiver.calls.length > 0 && isBroken()) throw refused();
    return commit.call(bench.store, given);
  };
}

/** As with a long journal: the claim does not bring it. */
function journalsAreRead() {
  const { claimDue, claimRun } = bench.store;
  const bare = ({ runId, fence }: ClaimedRun) => ({ runId, fence });
  bench.store.claimDue = async (...asked) => (await claimDue.apply(bench.store, asked)).map(bare);
  bench.store.claimRun = async (...asked) => {
    const claimed = await claimRun.apply(bench.store, asked);
    return claimed === null ? null : bare(claimed);
  };
}

describe('a run that can not go on', () => {
  it('ends when its journal can not be read, and is not claimed again', async () => {
    open();
    const runId = await bench.start();
    journalsAreRead();
    bench.store.loadTail = async () => {
      throw new CodedError('journal_unreadable', 'fatal', 'row 1 does not fit its schema: secret detail');
    };
    await new KillableProcess(bench).start();
    await bench.clock.runUntil(() => bench.status(runId) === 'failed', 60_000);
    const { error, fence, finishedAt } = bench.store.runs.get(runId) ?? {};
    expect(error?.code).toBe('journal_unreadable');
    expect(error?.message).not.toContain('secret detail');
    expect(finishedAt).not.toBeNull();
    await bench.clock.pass(120_000);
    expect(bench.store.runs.get(runId)?.fence).toBe(fence);
    expect(bench.errors.splice(0)).toHaveLength(1);
  });

  it('ends when its journal lacks the row of its claim', async () => {
    open();
    const runId = await bench.start();
    journalsAreRead();
    const { loadTail } = bench.store;
    bench.store.loadTail = async (id) =>
      (await loadTail.call(bench.store, id)).filter((row) => row.kind !== 'claim');
    await new KillableProcess(bench).start();
    await bench.clock.runUntil(() => bench.status(runId) === 'failed', 60_000);
    expect(bench.store.runs.get(runId)?.error?.code).toBe('journal_unreadable');
    expect(bench.errors.splice(0)).toHaveLength(1);
  });

  it('ends when the store takes no commit of it, its effect in doubt', async () => {
    open();
    refuseCommitsAfterSend();
    const process = new KillableProcess(bench);
    await process.start();
    const runId = await bench.start();
    await bench.clock.runUntil(() => bench.status(runId) === 'failed', 60_000);
    expect(bench.store.runs.get(runId)?.error?.code).toBe('internal_error');
    expect(bench.store.effects.read({ scope: 'run', key: `${runId}:2` })?.status).toBe('unknown');
    expect(process.worker.status()).toMatchObject({ activeRuns: 0, leaseHolds: true });
    expect(bench.errors.splice(0)).toHaveLength(2);
  });

  it('is dropped, not ended, when another worker owns it by then', async () => {
    open();
    refuseCommitsAfterSend();
    const { condemn } = bench.store;
    bench.store.condemn = async (run, why) =>
      condemn.call(bench.store, { ...run, fence: run.fence - 1 }, why);
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.clock.runUntil(() => bench.errors.length === 2, 60_000);
    await bench.clock.pass(1_000);
    expect(bench.status(runId)).toBe('running');
    bench.errors.splice(0);
  });
});

describe('a run that can not even be ended', () => {
  it('costs its worker the lease and a rest, and is taken up again when the store takes it', async () => {
    open();
    let healthy = false;
    refuseCommitsAfterSend(() => !healthy);
    const { condemn } = bench.store;
    bench.store.condemn = async (run, why) => {
      if (!healthy) throw refused();
      return condemn.call(bench.store, run, why);
    };
    const process = new KillableProcess(bench);
    await process.start();
    const runId = await bench.start();
    await bench.clock.runUntil(() => bench.receiver.calls.length === 1);
    await bench.clock.runUntil(() => process.worker.status().workerId === null, 10_000);
    expect(bench.status(runId)).toBe('running');
    healthy = true;
    await bench.clock.runUntil(() => bench.status(runId) === 'succeeded', 120_000);
    expect(bench.receiver.effects).toHaveLength(1);
    expect(bench.toolStep(runId).recoveries).toBe(1);
    expect(bench.errors.splice(0)).toHaveLength(3);
  });
});
