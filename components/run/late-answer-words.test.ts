// A late answer is told as what it was: the result, or evidence beside another.
import { describe, expect, it } from 'vitest';
import { lateAnswerWords } from './late-answer-words';

const late = { attempt: 1, answeredAt: '2026-03-01T08:00:00.000Z', error: null } as const;
const success = { ...late, outcome: 'succeeded', value: { id: 'R-1' } } as const;
const refusal = {
  ...late,
  outcome: 'error',
  value: null,
  error: { code: 'http_422', message: 'The order is closed.', class: 'fatal' },
} as const;

describe('lateAnswerWords', () => {
  it('says whether a success became the result', () => {
    const step = { status: 'succeeded', error: null } as const;
    expect(lateAnswerWords({ ...step, resultSource: 'late_answer' }, success)).toContain(
      'Taken as the result',
    );
    expect(lateAnswerWords({ ...step, resultSource: 'person' }, success)).toContain('overrides no result');
  });

  it('says whether a refusal settled the step', () => {
    const failed = { status: 'failed', error: refusal.error, resultSource: null } as const;
    expect(lateAnswerWords(failed, refusal)).toBe(
      'The order is closed. Nothing happened, so the step failed.',
    );
    expect(lateAnswerWords({ ...failed, status: 'unknown', error: null }, refusal)).toContain('evidence');
  });
});
