// A claim whose answer is lost costs no run its owner: the worker takes up what it owns without knowing, and keeps all that it works on.
import { describe, expect, it } from 'vitest';
import { CodedError, StoreUnavailableError } from '@/lib/domain/errors';
import { CLAIM_UNKNOWN } from '@/lib/ports/run-claims';
import { KillableProcess } from './testing/killable-process';
import type { RuntimeBench } from './testing/runtime-bench';
import { heldReplies, watchBenches } from './testing/watched-bench';

const openBench = watchBenches();

/** The answer to the next claim that finds something is lost; `late`: and the claim is made only then. */
function loseNextClaim({ store, clock }: RuntimeBench, lateMs = 0): { lost: number } {
  const { claimDue, claimRun } = store;
  const seen = { lost: 0 };
  const lose = async <T>(claim: () => Promise<T>, wouldFind: () => boolean): Promise<T> => {
    if (seen.lost > 0 || !wouldFind()) return claim();
    seen.lost += 1;
    if (lateMs === 0) await claim();
    else void clock.sleep(lateMs).then(claim);
    throw new CodedError(CLAIM_UNKNOWN, 'retryable', 'The connection broke during the commit.');
  };
  const anyQueued = () => [...store.runs.values()].some(({ status }) => status === 'queued');
  store.claimDue = (...asked) => lose(() => claimDue.apply(store, asked), anyQueued);
  store.claimRun = (...asked) => lose(() => claimRun.apply(store, asked), anyQueued);
  return seen;
}

/** A process in the middle of a call of one run. */
async function working() {
  const bench = openBench();
  const reply = heldReplies(bench);
  const process = new KillableProcess(bench);
  await process.start();
  const busy = await bench.start();
  await bench.clock.runUntil(() => bench.receiver.effects.length === 1);
  const { workerId } = process.worker.status();
  const goOn = () => {
    bench.receiver.afterEffect = async () => {};
    reply();
  };
  return { bench, process, busy, workerId, goOn };
}

describe('a claim whose answer is lost', () => {
  it.each(['the poll', 'a wake-up'])('is taken up, and costs no other run its owner: %s', async (how) => {
    const { bench, process, busy, workerId, goOn } = await working();
    const seen = loseNextClaim(bench);
    const runId = await bench.start();
    if (how === 'a wake-up') process.dispatcher.wake(runId);
    await bench.clock.runUntil(() => bench.receiver.effects.length === 2, 10_000);
    goOn();
    await bench.clock.runUntil(() => [busy, runId].every((id) => bench.status(id) === 'succeeded'), 10_000);
    expect(seen.lost).toBe(1);
    expect(process.worker.status().workerId).toBe(workerId);
    expect(bench.kinds(runId).filter((kind) => kind === 'claim')).toHaveLength(1);
    expect(bench.receiver.calls).toHaveLength(2);
    for (const id of [busy, runId]) expect(bench.state(id).steps.every((s) => s.recoveries === 0)).toBe(true);
  });

  it('is found when it is made only after the worker stopped waiting for it', async () => {
    const { bench, process, busy, workerId, goOn } = await working();
    loseNextClaim(bench, 7_000);
    // No other claim finds it first.
    const { claimDue } = bench.store;
    const runId = await bench.start();
    process.dispatcher.wake(runId);
    await bench.clock.pass(10);
    bench.store.claimDue = async () => [];
    await bench.clock.runUntil(() => bench.status(runId) === 'running', 10_000);
    await bench.clock.runUntil(() => bench.receiver.effects.length === 2, 10_000);
    bench.store.claimDue = claimDue;
    goOn();
    await bench.clock.runUntil(() => [busy, runId].every((id) => bench.status(id) === 'succeeded'), 10_000);
    expect(process.worker.status().workerId).toBe(workerId);
    expect(bench.kinds(runId).filter((kind) => kind === 'claim')).toHaveLength(1);
  });

  it('waits for a store that is away, and costs the lease when what stands under it stays unknown', async () => {
    const { bench, process, workerId, goOn } = await working();
    loseNextClaim(bench);
    const { ownedRuns } = bench.store;
    bench.store.ownedRuns = async () => {
      throw new StoreUnavailableError('no answer');
    };
    const runId = await bench.start();
    await bench.clock.runUntil(() => bench.status(runId) === 'running');
    await bench.clock.pass(8_000);
    expect(process.worker.status()).toMatchObject({ workerId, activeRuns: 1 });
    goOn();
    await bench.clock.pass(27_000);
    expect(process.worker.status().workerId).not.toBe(workerId);
    bench.store.ownedRuns = ownedRuns;
    await bench.untilStatus(runId, 'succeeded');
  });

  it('is of no interest once the lease is another', async () => {
    const { bench, process, busy, workerId, goOn } = await working();
    const seen = loseNextClaim(bench);
    let asked = 0;
    bench.store.ownedRuns = async () => {
      asked += 1;
      throw new StoreUnavailableError('no answer');
    };
    const runId = await bench.start();
    await bench.clock.runUntil(() => seen.lost === 1);
    goOn();
    await bench.store.retire(workerId ?? '');
    await bench.clock.runUntil(() => [busy, runId].every((id) => bench.status(id) === 'succeeded'), 60_000);
    const before = asked;
    await bench.clock.pass(30_000);
    expect(asked).toBe(before);
    expect(process.worker.status()).toMatchObject({ leaseHolds: true, activeRuns: 0 });
  });
});
