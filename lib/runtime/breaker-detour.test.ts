// An open breaker leads one attempt further up: neither the attempts after it nor the rest of the run stay there for it.
import { describe, expect, it } from 'vitest';
import { CodedError } from '@/lib/domain/errors';
import { KillableProcess } from './testing/killable-process';
import { asked, byModel, routedBench, routesOf, sure } from './testing/routed-bench';
import { finishes, type ScriptedAnswer } from './testing/scripted-model';
import { watchBenches } from './testing/watched-bench';

const open = watchBenches();
const WAIT_MS = 1_000;
const away: ScriptedAnswer = () => Promise.reject(new CodedError('http_503', 'retryable', 'Busy.'));
const fails: ScriptedAnswer = () => Promise.reject(new CodedError('http_400', 'fatal', 'It is no use.'));

/** `isOpen`: whether the breaker of the agent's own model is, when it is asked for the nth time. */
async function whole(turns: readonly ScriptedAnswer[], isOpen: (nth: number) => boolean) {
  const bench = routedBench(open, {}, { turns });
  const { gates } = bench;
  let nth = 0;
  bench.gates = {
    enter: async (request) => {
      const { called } = request;
      const isOwn = called.kind === 'model' && called.model.name === 'scripted';
      if (isOwn && isOpen(++nth))
        return { passed: false, by: 'breaker', id: 'model:scripted', waitMs: WAIT_MS };
      return gates.enter(request);
    },
  };
  await new KillableProcess(bench).start();
  const runId = await bench.start();
  await bench.untilStatus(runId, 'succeeded');
  return { bench, runId };
}

describe('an open breaker leads further up', () => {
  it('one attempt: the next one of the same question is made of the model that the question is for', async () => {
    const turn = byModel({ scripted: sure(0.9), middle: away, large: sure(0.9) });
    const { bench, runId } = await whole([turn, finishes('Done.')], (nth) => nth === 1);
    expect(asked(bench.model.requests)).toEqual(['middle', 'scripted', 'scripted']);
    expect(routesOf(bench, runId)).toEqual([
      { model: 'middle', reason: 'breaker', of: 'scripted' },
      { model: 'scripted', reason: 'first' },
      { model: 'scripted', reason: 'first' },
    ]);
  });

  it('this question, where the call that it led to fails for good: the next one begins where the run does', async () => {
    const turn = byModel({ middle: fails, large: sure(0.9) });
    const { bench, runId } = await whole([turn, finishes('Done.')], (nth) => nth === 1);
    expect(asked(bench.model.requests)).toEqual(['middle', 'large', 'scripted']);
    expect(routesOf(bench, runId)).toEqual([
      { model: 'middle', reason: 'breaker', of: 'scripted' },
      { model: 'large', reason: 'failure', step: 1 },
      { model: 'scripted', reason: 'first' },
    ]);
  });
});
