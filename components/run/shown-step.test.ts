// The pane opens on what needs an eye, and on a phone only on what was chosen.
import { describe, expect, it } from 'vitest';
import { sampleStep } from './sample-step';
import { shownStep } from './shown-step';

const steps = [
  sampleStep({ step: 1 }),
  sampleStep({ step: 2, status: 'running' }),
  sampleStep({ step: 3, status: 'awaiting_approval' }),
  sampleStep({ step: 4, status: 'proposed' }),
];

describe('shownStep', () => {
  it('takes what was asked for', () => {
    expect(shownStep(steps, 1, false)?.step).toBe(1);
    expect(shownStep(steps, 1, true)?.step).toBe(1);
  });
  it('shows nothing else where that is not there', () => {
    expect(shownStep(steps, 99, false)).toBeUndefined();
  });
  it('prefers what waits for a person, then what is at work, then the last', () => {
    expect(shownStep(steps, null, false)?.step).toBe(3);
    expect(shownStep(steps.slice(0, 2), null, false)?.step).toBe(2);
    expect(shownStep(steps.slice(0, 1), null, false)?.step).toBe(1);
    expect(shownStep([], null, false)).toBeUndefined();
    const waits = [sampleStep({ step: 1, status: 'waiting' }), sampleStep({ step: 2 })];
    expect(shownStep(waits, null, false)?.step).toBe(1);
  });
  it('opens nothing by itself on a phone', () => {
    expect(shownStep(steps, null, true)).toBeUndefined();
  });
});
