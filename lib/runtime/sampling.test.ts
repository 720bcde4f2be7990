// Samples of what nothing stands against: picked by run and step alone, by the rate that people's answers made, and never a read.
import { describe, expect, it } from 'vitest';
import { KillableProcess } from './testing/killable-process';
import { REFUND, toolVersion } from './testing/runtime-bench';
import { AMOUNT, watchBenches } from './testing/watched-bench';

const openBench = watchBenches();
const REJECTED = { rate: 1, last: { decision: 'reject', at: '2026-11-20T10:00:00.000Z' } } as const;

async function open(sampleRate: number, over: object = {}) {
  const tools = [toolVersion(REFUND, { ...AMOUNT, ...over })];
  const bench = openBench({ tools, agent: { escalation: { sampleRate } } });
  await new KillableProcess(bench).start();
  return bench;
}

describe('a sample', () => {
  it('waits for a person, who is told why it was picked, and is made once it is approved', async () => {
    const bench = await open(0.1);
    bench.store.windows.rates.set(`refunds\n${REFUND}`, REJECTED);
    const runId = await bench.start();
    await bench.untilStatus(runId, 'waiting', 'approval');
    expect(bench.receiver.calls).toEqual([]);
    expect(bench.onlyApproval().reasons).toEqual([
      {
        rule: 'escalation.sampleRate',
        verdict: 'await_approval',
        message:
          'Picked for review: every one of these calls is looked at; the last sample was rejected on 2026-11-20.',
      },
    ]);
    expect(bench.toolStep(runId).admission?.sampling).toMatchObject({ floor: 0.1, rate: 1 });
    bench.decide(bench.onlyApproval(), 'approve');
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('is drawn by run and step: about as many as the rate says, and the same ones whoever looks again', async () => {
    const bench = await open(0.3);
    const runs = await Promise.all(Array.from({ length: 40 }, () => bench.start()));
    await bench.clock.runUntil(() =>
      runs.every((runId) => ['waiting', 'succeeded'].includes(bench.status(runId) ?? '')),
    );
    const picked = runs.filter((runId) => bench.status(runId) === 'waiting');
    expect(picked.length).toBeGreaterThan(4);
    expect(picked.length).toBeLessThan(22);
    for (const runId of runs) {
      const { drawn, rate } = bench.toolStep(runId).admission?.sampling ?? { drawn: -1, rate: -1 };
      expect(drawn < rate).toBe(picked.includes(runId));
      const digest = bench.ports.hash(`sample:${runId}:2`);
      expect(drawn).toBe(Number.parseInt(digest.slice(0, 12), 16) / 2 ** 48);
    }
  });

  it('is no read, and nothing is taken at a rate of zero, whatever people said before', async () => {
    const reading = await open(1, { effect: 'read' });
    await reading.untilStatus(await reading.start(), 'succeeded');
    const none = await open(0);
    none.store.windows.rates.set(`refunds\n${REFUND}`, REJECTED);
    await none.untilStatus(await none.start(), 'succeeded');
  });
});
