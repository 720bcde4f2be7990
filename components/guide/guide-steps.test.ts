// The guide ticks what happened and nothing else, and begins anew where the story ended without a refund.
import { describe, expect, it } from 'vitest';
import {
  currentStep,
  endedEarly,
  type GuideApproval,
  type GuideFacts,
  type GuideRun,
  guideApproval,
  guideRun,
  guideSteps,
} from './guide-steps';

const run = (id: string, amount: number, by = 'me', status: GuideRun['status'] = 'waiting'): GuideRun => ({
  id,
  status,
  input: { orderId: 'ORD-1', amount },
  startedBy: { kind: 'user', id: by, label: by },
});
const approval = (id: string, status: GuideApproval['status']): GuideApproval => ({
  id,
  status,
  kind: 'tool_call',
});
const nothing: GuideFacts = { run: undefined, approval: undefined, seen: [], scrubbed: [] };
const current = (facts: Partial<GuideFacts>) => currentStep(guideSteps({ ...nothing, ...facts }));

describe('guideRun', () => {
  it('is one that has to ask, one’s own before a newer one of somebody else', () => {
    const runs = [run('small', 40), run('theirs', 900, 'other'), run('mine', 900)];
    expect(guideRun(runs, 'me', 500)?.id).toBe('mine');
    expect(guideRun(runs, 'nobody', 500)?.id).toBe('theirs');
    expect(guideRun([run('small', 500)], 'me', 500)).toBeUndefined();
  });
  it('takes no input for granted', () => {
    expect(guideRun([{ ...run('odd', 1), input: 'amount' }], 'me', 500)).toBeUndefined();
  });
});

describe('guideApproval', () => {
  it('passes over what was superseded', () => {
    const calls = [approval('old', 'superseded'), approval('now', 'pending')];
    expect(guideApproval(calls)?.id).toBe('now');
    expect(guideApproval([{ ...approval('odd', 'pending'), kind: 'unknown_outcome' }])).toBeUndefined();
  });
});

describe('the steps', () => {
  const started = { run: run('r', 900) };
  const waits = { ...started, approval: approval('a', 'pending') };
  const approved = {
    run: run('r', 900, 'me', 'succeeded'),
    approval: approval('a', 'approved'),
    seen: ['a'],
  };
  it('go on as things happen', () => {
    expect(current({})).toBe('start');
    expect(current(started)).toBe('why');
    expect(current({ ...waits, seen: ['another'] })).toBe('why');
    expect(current({ ...waits, seen: ['a'] })).toBe('approve');
    expect(current(approved)).toBe('replay');
    expect(current({ ...approved, scrubbed: ['another'] })).toBe('replay');
    expect(current({ ...approved, scrubbed: ['r'] })).toBe('over');
  });
  it('say how it ended where there was no refund', () => {
    expect(endedEarly({ ...started, approval: approval('a', 'rejected') })).toBe('The call was rejected');
    expect(endedEarly({ ...started, approval: approval('a', 'expired') })).toBe('Nobody decided in time');
    expect(endedEarly({ run: run('r', 900, 'me', 'failed'), approval: undefined })).toContain('failed');
    expect(endedEarly(waits)).toBeUndefined();
    expect(endedEarly(approved)).toBeUndefined();
  });
});
