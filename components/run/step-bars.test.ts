// Attempts, pauses and waits as spans: nothing overlaps a person's wait, a lost worker claims no time.
import { describe, expect, it } from 'vitest';
import { attemptWords } from './attempt-words';
import { atSecond, msAtSecond, sampleAttempt, sampleStep } from './sample-step';
import { busySpans, stepBars, stepTookMs } from './step-bars';

const NOW = msAtSecond(600);
const error = { code: 'timeout', message: 'No answer in 5.0 s after sending', class: 'unknown' } as const;
const by = { kind: 'user', id: 'u1', label: 'Mara Klein' } as const;
const approval = (verdictAt: number | null) => ({
  id: '0198c7a0-0000-7000-8000-000000000001',
  payloadHash: 'ab'.repeat(32),
  requiredRole: 'approver' as const,
  expiresAt: null,
  onExpiry: null,
  settlesAt: null,
  verdict: verdictAt === null ? null : { decision: 'approve', by, reason: null, at: atSecond(verdictAt) },
});
const drawn = (bars: ReturnType<typeof stepBars>) =>
  bars.map((bar) => [bar.kind, (bar.startMs - msAtSecond(0)) / 1_000, (bar.endMs - msAtSecond(0)) / 1_000]);

describe('stepBars', () => {
  it('draws a failed attempt, the pause and the look-up that settled it', () => {
    const step = sampleStep({
      attempts: [
        sampleAttempt(1, 2, 7, { outcome: 'error', error }),
        sampleAttempt(2, 8, 9, { mode: 'look_up' }),
      ],
    });
    expect(drawn(stepBars(step, NOW))).toEqual([
      ['failed', 2, 7],
      ['backoff', 7, 8],
      ['tool', 8, 9],
    ]);
    expect(stepTookMs(step, NOW)).toBe(7_000);
  });

  it('draws the wait for a person before the call and leaves it out of what the call took', () => {
    const step = sampleStep({ approval: approval(254), attempts: [sampleAttempt(1, 255, 256)] });
    expect(drawn(stepBars(step, NOW))).toEqual([
      ['wait', 2, 254],
      ['tool', 255, 256],
    ]);
    expect(stepTookMs(step, NOW)).toBe(1_000);
  });

  it('lets an open wait grow until now', () => {
    const step = sampleStep({
      status: 'awaiting_approval',
      approval: approval(null),
      attempts: [],
      finishedAt: null,
    });
    expect(drawn(stepBars(step, NOW))).toEqual([['waiting-now', 2, 600]]);
    expect(stepTookMs(step, NOW)).toBe(598_000);
  });

  it('draws the wait for an event until it came, and an open one until now', () => {
    const wait = { correlationKey: 'reply:1', since: atSecond(3), until: atSecond(900), event: null };
    const over = sampleStep({ wait, attempts: [], finishedAt: atSecond(50) });
    expect(drawn(stepBars(over, NOW))).toEqual([['wait', 3, 50]]);
    expect(stepTookMs(over, NOW)).toBe(47_000);
    const open = sampleStep({ wait, attempts: [], status: 'waiting', finishedAt: null });
    expect(drawn(stepBars(open, NOW))).toEqual([['waiting-now', 3, 600]]);
    const approved = { ...over, approval: approval(2.5), startedAt: atSecond(1) };
    expect(drawn(stepBars(approved, NOW))).toEqual([
      ['wait', 1, 2.5],
      ['wait', 3, 50],
    ]);
    expect(stepTookMs(approved, NOW)).toBe(47_000);
  });

  it('waits for the word on an unknown outcome after the attempt, with no pause drawn over it', () => {
    const step = sampleStep({
      approval: approval(100),
      attempts: [sampleAttempt(1, 2, 7, { outcome: 'error', error }), sampleAttempt(2, 101, 102)],
    });
    expect(drawn(stepBars(step, NOW))).toEqual([
      ['failed', 2, 7],
      ['wait', 7, 100],
      ['tool', 101, 102],
    ]);
  });

  it('keeps the wait before the call when its outcome is asked for later', () => {
    const admission = {
      verdict: 'await_approval' as const,
      reasons: [],
      policy: { effect: 'permit' as const, rules: [], policyVersion: '1' },
      confidence: null,
      amount: null,
      amountUnit: null,
      tainted: false,
    };
    const step = sampleStep({
      admission,
      approval: approval(100),
      attempts: [sampleAttempt(1, 50, 51, { outcome: 'error', error })],
      finishedAt: atSecond(100),
    });
    expect(drawn(stepBars(step, NOW))).toEqual([
      ['wait', 2, 50],
      ['failed', 50, 51],
      ['wait', 51, 100],
    ]);
  });

  it('grows an attempt in flight and gives a lost one no time', () => {
    const lost = sampleAttempt(1, 2, null);
    const step = sampleStep({
      status: 'running',
      finishedAt: null,
      attempts: [lost, sampleAttempt(2, 40, null)],
    });
    expect(drawn(stepBars(step, NOW))).toEqual([
      ['failed', 2, 2],
      ['backoff', 2, 40],
      ['tool', 40, 600],
    ]);
    expect(busySpans([step], NOW)).toHaveLength(2);
  });

  it('draws the pause until the retry that is due', () => {
    const step = sampleStep({
      status: 'retrying',
      finishedAt: null,
      retryAt: atSecond(9),
      attempts: [sampleAttempt(1, 2, 7, { outcome: 'error', error })],
    });
    expect(drawn(stepBars(step, NOW))).toEqual([
      ['failed', 2, 7],
      ['backoff', 7, 9],
    ]);
  });

  it('draws what holds a step back as a wait that goes on, since the other run holds it', () => {
    const deferred = { by: 'resource', id: 'order:1', until: atSecond(90), since: atSecond(5) } as const;
    const held = sampleStep({ status: 'proposed', attempts: [], finishedAt: null, deferred });
    expect(stepBars(held, msAtSecond(60))).toEqual([
      { kind: 'waiting-now', startMs: msAtSecond(5), endMs: msAtSecond(60) },
    ]);
    expect(stepTookMs(held, msAtSecond(60))).toBe(55_000);
    const after = {
      ...held,
      status: 'retrying',
      attempts: [sampleAttempt(1, 2, 3)],
      deferred: { ...deferred, since: undefined },
    } as const;
    expect(stepBars(after as never, msAtSecond(60)).at(-1)).toMatchObject({
      kind: 'waiting-now',
      startMs: msAtSecond(3),
    });
  });
});

describe('attemptWords', () => {
  const words = (change: Parameters<typeof sampleStep>[0]) => {
    const step = sampleStep(change);
    return step.attempts.map((attempt) => attemptWords(step, attempt));
  };

  it('says that an outcome is unknown, and how a look-up settled it', () => {
    const [sent, asked] = words({
      attempts: [
        sampleAttempt(1, 2, 7, { outcome: 'error', error }),
        sampleAttempt(2, 8, 9, { mode: 'look_up' }),
      ],
    });
    expect(sent).toMatchObject({ state: 'failed', title: 'Attempt 1', tookMs: 5_000 });
    expect(sent?.detail).toBe('No answer in 5.0 s after sending; outcome unknown');
    const dot = { ...error, message: 'No answer within 5000 ms.' };
    const [stop] = words({ attempts: [sampleAttempt(1, 2, 7, { outcome: 'error', error: dot })] });
    expect(stop?.detail).toBe('No answer within 5000 ms; outcome unknown');
    expect(asked).toMatchObject({ state: 'succeeded', title: 'Look-up' });
    expect(asked?.detail).toContain('not sent again');
  });

  it('tells a lost worker from an attempt in flight', () => {
    const [lost, running] = words({
      status: 'running',
      finishedAt: null,
      attempts: [sampleAttempt(1, 2, null), sampleAttempt(2, 40, null)],
    });
    expect(lost?.state).toBe('partial');
    expect(lost?.tookMs).toBeUndefined();
    expect(running).toMatchObject({ state: 'running', detail: 'in flight' });
  });

  it('does not call a replay from the ledger a call', () => {
    expect(words({ resultSource: 'ledger' })[0]?.detail).toContain('nothing was sent');
  });
});
