// A run told in three lines, and its steps on the wire, from journals that the runtime itself wrote.
import { describe, expect, it } from 'vitest';
import type { DecisionRecord } from '../../domain/decision';
import type { RunState, ToolStepState } from '../../domain/run-state';
import { storyOf } from './run-story';

const DECISION: DecisionRecord = {
  chosen: 'payments.refund',
  confidence: 0.62,
  reasoning: 'The order  allows\nit.',
  alternatives: null,
};
const tool = (step: number, over: Partial<ToolStepState>) =>
  ({
    kind: 'tool',
    step,
    tool: 'payments.lookup',
    status: 'succeeded',
    decision: DECISION,
    error: null,
    ...over,
  }) as ToolStepState; // safe because the story reads these only
const state = (steps: unknown[], trigger: 'form' | 'api' = 'form') =>
  ({
    agent: 'refunds',
    startedBy: { kind: 'user', id: 'u', label: 'Ada Obi' },
    trigger: { kind: trigger, by: 'Ada Obi' },
    steps,
  }) as unknown as RunState; // safe because the story reads these only

describe('storyOf', () => {
  it('tells who started it, what was done, and why the call is asked for', () => {
    const steps = [
      { kind: 'model', step: 1 },
      tool(2, {}),
      tool(3, {}),
      tool(4, { status: 'failed' }),
      tool(5, { tool: 'chat.post', status: 'rejected' }),
      tool(6, { tool: 'payments.refund', status: 'awaiting_approval' }),
    ];
    expect(storyOf(state(steps), 6)).toEqual([
      'Ada Obi started refunds from the form.',
      'payments.lookup answered twice, payments.lookup failed, chat.post was not allowed.',
      'The agent asks for payments.refund with confidence 0.62: The order allows it.',
    ]);
  });

  it('tells what is not known of a call without an answer, and of a model that gave no confidence', () => {
    const error = { code: 'timeout', message: 'No answer in 5 s', class: 'unknown' } as const;
    expect(storyOf(state([tool(1, { status: 'unknown', error })], 'api'), 1)).toEqual([
      'Ada Obi started refunds through the API.',
      'Nothing was called before.',
      'payments.lookup was sent and no answer says whether it happened: No answer in 5 s.',
    ]);
    const silent = { ...DECISION, confidence: null, reasoning: null };
    expect(storyOf(state([tool(1, { decision: silent })]), 1).at(-1)).toBe(
      'The agent asks for payments.lookup without saying how sure it is.',
    );
  });

  it('cuts what a model says at length', () => {
    const long = { ...DECISION, reasoning: 'word '.repeat(200) };
    const line = storyOf(state([tool(1, { decision: long })]), 1).at(-1) ?? '';
    expect(line.length).toBeLessThan(320);
    expect(line.endsWith('…')).toBe(true);
  });
});
