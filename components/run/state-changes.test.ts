// Only what differs is said, steps are known by their number, and nothing is not a change from nothing.
import { describe, expect, it } from 'vitest';
import type { StateShape } from '@/lib/contract/run-detail';
import { atSecond, sampleStep } from './sample-step';
import { stateChanges } from './state-changes';

const state = (change: Partial<StateShape> = {}): StateShape => ({
  seq: 6,
  lastSeq: 9,
  at: atSecond(0),
  status: 'running',
  waiting: null,
  limits: { maxSteps: 40, maxToolCalls: 30, maxTokens: 1, maxCostMicroUsd: 1, deadlineMs: 1_000 },
  usage: { steps: 2, toolCalls: 1, tokens: 10, costMicroUsd: 5 },
  tainted: false,
  privateDataSeen: false,
  deadlineAt: atSecond(900),
  toolsUsed: [],
  errors: [],
  context: [{ role: 'user', text: 'refund' }],
  steps: [sampleStep({ status: 'running', result: null })],
  partial: null,
  output: null,
  ...change,
});

describe('stateChanges', () => {
  it('is empty between equal states, wherever they were taken', () => {
    expect(stateChanges(state(), state({ seq: 7, lastSeq: 12, at: atSecond(5) }))).toEqual([]);
  });

  it('says what a result changed', () => {
    const after = state({
      usage: { steps: 2, toolCalls: 1, tokens: 10, costMicroUsd: 9 },
      toolsUsed: ['payments.refund'],
      steps: [sampleStep({ status: 'succeeded', result: { refund_id: 'RF-1' }, lastSeq: 9 })],
    });
    expect(stateChanges(state(), after)).toEqual([
      { path: 'usage.costMicroUsd', before: '5', after: '9' },
      { path: 'toolsUsed[0]', before: undefined, after: '"payments.refund"' },
      { path: 'step 3.status', before: '"running"', after: '"succeeded"' },
      { path: 'step 3.result', before: undefined, after: '{"refund_id":"RF-1"}' },
    ]);
  });

  it('knows a step by its number, not by its place', () => {
    const first = sampleStep({ step: 2, kind: 'model', model: 'demo-large', tool: null });
    const changes = stateChanges(state(), state({ steps: [first, ...state().steps] }));
    expect(changes).toEqual([{ path: 'step 2', before: undefined, after: 'demo-large, succeeded' }]);
  });

  it('says what is gone', () => {
    const waiting = { reason: 'approval' as const, items: [{ kind: 'approval', id: 'a1' }] };
    const changes = stateChanges(state({ waiting, partial: 'half' }), state());
    expect(changes.map((change) => change.path)).toEqual(['waiting', 'partial']);
    expect(changes.every((change) => change.after === undefined)).toBe(true);
  });

  it('takes everything that is there as new at the first row, and cuts long values', () => {
    const changes = stateChanges(undefined, state({ partial: 'q'.repeat(400) }));
    expect(changes.find((change) => change.path === 'status')?.after).toBe('"running"');
    expect(changes.find((change) => change.path === 'partial')?.after).toHaveLength(160);
    expect(changes.some((change) => change.path === 'output')).toBe(false);
  });
});
