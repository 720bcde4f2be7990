// Passes of gates where an attempt does not come to be after all: each is given back, once.
import { describe, expect, it } from 'vitest';
import { sha256 } from '@/lib/ports/testing/sha256';
import { KillableProcess } from './testing/killable-process';
import { RuntimeBench } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';
import { refund } from './testing/watched-bench';

function openWithPasses() {
  const bench = new RuntimeBench({ turns: [answers(refund('A-1'), refund('A-2')), finishes('Done.')] });
  const passes = { taken: 0, back: 0 };
  const giveBack = () => {
    passes.back += 1;
  };
  bench.gates = {
    enter: async () => {
      passes.taken += 1;
      return { passed: true, pass: { settle: giveBack, abandon: giveBack } };
    },
  };
  return { bench, passes };
}

describe('a pass is given back', () => {
  it.each([
    ['the intent of a model call', '"type":"model"', 1],
    ['the intent of a tool call', '"type":"tool"', 2],
  ])('when %s can not be appended', async (_what, mark, taken) => {
    const { bench, passes } = openWithPasses();
    const hash = (text: string) => {
      if (text.includes(mark) && !text.includes('"outcome"')) throw new TypeError('a bug');
      return sha256(text);
    };
    Object.assign(bench.ports, { hash });
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'failed');
    expect(passes.taken).toBe(taken);
    expect(passes.back).toBe(taken);
    expect(bench.errors.length).toBeGreaterThan(0);
  });

  it('when the store does not answer a claim, so that neither that call nor those after it can be launched', async () => {
    const { bench, passes } = openWithPasses();
    const { commit } = bench.store;
    bench.store.commit = async (given) => {
      const outcome = await commit.call(bench.store, given);
      return outcome.status === 'committed' && given.effectClaims.length > 0
        ? { ...outcome, claims: [] }
        : outcome;
    };
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'failed');
    expect(passes.taken).toBe(3);
    expect(passes.back).toBe(3);
    expect(bench.receiver.calls).toHaveLength(0);
  });
});
