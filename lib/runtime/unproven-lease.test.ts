import { describe, expect, it } from 'vitest';
import { StoreUnavailableError } from '@/lib/domain/errors';
import { KillableProcess } from './testing/killable-process';
import { answers, finishes, type ScriptedAnswer } from './testing/scripted-model';
import { refund, watchBenches } from './testing/watched-bench';

const openBench = watchBenches();

/** A process whose model does something before it answers for the first time. */
async function running(before: (bench: ReturnType<typeof openBench>) => Promise<void>) {
  let asked = 0;
  const first: ScriptedAnswer = async (request, signal) => {
    asked += 1;
    if (asked === 1) await before(bench);
    return answers(refund())(request, signal);
  };
  const bench = openBench({ turns: [first, finishes('Done.')] });
  const process = new KillableProcess(bench);
  return { bench, process };
}

describe('a lease that can not be proven, but that the store still keeps', () => {
  it('is given up when a call was not sent in its last fifth, and the run goes on', async () => {
    const { bench, process } = await running(async ({ clock }) => clock.sleep(25_000));
    const { heartbeat } = bench.store;
    let heartbeats = 0;
    bench.store.heartbeat = async (workerId, leaseMs) => {
      heartbeats += 1;
      if (heartbeats === 1) {
        // The first one is lost on the way, so that the second comes after 29 of 30 s.
        await bench.clock.sleep(9_000);
        throw new StoreUnavailableError('no answer');
      }
      return heartbeat.call(bench.store, workerId, leaseMs);
    };
    await process.start();
    const runId = await bench.start();
    await bench.clock.runUntil(() => bench.model.requests.length === 1);
    const first = process.worker.status().workerId;
    const before = bench.clock.now();
    await bench.clock.runUntil(() => bench.status(runId) === 'succeeded', 600_000);
    expect(bench.clock.now() - before).toBeLessThan(27_000); // at once: the lease was given back
    expect(process.worker.status().workerId).not.toBe(first);
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('is given up when the clock jumped by less than the lease', async () => {
    const { bench, process } = await running(async ({ clock }) => clock.jump(25_000));
    await process.start();
    const runId = await bench.start();
    await bench.clock.runUntil(() => bench.status(runId) === 'succeeded', 600_000);
    expect(bench.receiver.effects).toHaveLength(1);
    expect(process.worker.status()).toMatchObject({ activeRuns: 0, leaseHolds: true });
  });
});
