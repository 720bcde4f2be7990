import { expect, it } from 'vitest';
import { attemptWords } from './attempt-words';
import { sparedWords, takenWords } from './reused-words';
import { sampleStep } from './sample-step';

const takenFrom = {
  runId: '0198f000-0000-7000-8000-00000000abcd',
  step: 4,
  at: '2026-11-27T10:00:00.000Z',
  latencyMs: 240,
  costMicroUsd: 700,
};

it('says from which run a result is, and how much older than the step', () => {
  const step = sampleStep({
    kind: 'tool',
    takenFrom,
    resultSource: 'reuse',
    finishedAt: '2026-11-27T10:03:00.000Z',
  });
  expect(takenWords(step)).toMatch(/^Reused from run .+, which had asked 3 m 00 s before:$/);
  expect(takenWords(sampleStep({ kind: 'tool' }))).toBe('');
});

it('says what was spared', () => {
  expect(sparedWords(takenFrom)).toBe('Nothing was sent or charged; it had taken 0.2 s and cost $0.0007.');
  expect(sparedWords({ ...takenFrom, costMicroUsd: 0 })).toBe('Nothing was sent; it had taken 0.2 s.');
});

it('calls no such attempt a call', () => {
  const at = '2026-11-27T10:03:00.000Z';
  const attempt = {
    attempt: 1,
    mode: 'send',
    startedAt: at,
    finishedAt: at,
    outcome: 'succeeded',
    error: null,
  } as const;
  const step = sampleStep({ kind: 'tool', takenFrom, resultSource: 'reuse', attempts: [attempt] });
  expect(attemptWords(step, attempt).detail).toContain('nothing was sent');
});
