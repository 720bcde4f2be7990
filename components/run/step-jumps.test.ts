import { describe, expect, it } from 'vitest';
import { sampleAttempt, sampleStep } from './sample-step';
import { costliestStep, firstFailedStep, nextDecision } from './step-jumps';

const error = { code: 'timeout', class: 'retryable', message: 'No answer.' } as const;
const decision = { chosen: 'payments.refund', confidence: null, reasoning: null, alternatives: null };

describe('jumps in a run', () => {
  it('find what cost most, the first of equals, and nothing where nothing cost anything', () => {
    const of = (...costs: number[]) =>
      costs.map((costMicroUsd, i) => sampleStep({ step: i + 1, costMicroUsd }));
    expect(costliestStep(of(5, 9, 9, 2))).toBe(2);
    expect(costliestStep(of(0, 0))).toBeUndefined();
    expect(costliestStep([])).toBeUndefined();
  });

  it('find the step that failed before one that only had to be tried again, and that one where none failed', () => {
    const retried = sampleStep({ step: 2, attempts: [sampleAttempt(1, 1, 2, { outcome: 'error', error })] });
    const denied = sampleStep({ step: 5, status: 'denied', attempts: [] });
    expect(firstFailedStep([sampleStep({ step: 1 }), retried, denied])).toBe(5);
    expect(firstFailedStep([sampleStep({ step: 1 }), retried])).toBe(2);
    expect(firstFailedStep([sampleStep({ step: 1 })])).toBeUndefined();
  });

  it('walk over decisions both ways and stop at the last', () => {
    const steps = [1, 2, 3, 4, 5].map((step) =>
      sampleStep({ step, decision: step % 2 === 0 ? decision : null }),
    );
    expect(nextDecision(steps, undefined, 1)).toBe(2);
    expect(nextDecision(steps, 2, 1)).toBe(4);
    expect(nextDecision(steps, 4, 1)).toBeUndefined();
    expect(nextDecision(steps, 3, -1)).toBe(2);
    expect(nextDecision(steps, undefined, -1)).toBe(4);
    expect(nextDecision(steps, 2, -1)).toBeUndefined();
  });
});
