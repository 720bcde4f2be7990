// Each kind of row says what happened, and failures and waits leave their mark.
import { describe, expect, it } from 'vitest';
import type { JournalRowShape } from '@/lib/contract/run-detail';
import { journalWords, scrubTicks, tickKind } from './journal-words';
import { atSecond } from './sample-step';

const row = (
  kind: JournalRowShape['kind'],
  payload: JournalRowShape['payload'],
  step: number | null = null,
) => ({ seq: 1, kind, step, at: atSecond(0), payload, hash: 'h', prevHash: 'p' }) satisfies JournalRowShape;
const names = new Map([[3, 'payments.refund']]);
const by = { kind: 'user', id: 'u1', label: 'Mara Klein' };

describe('journalWords', () => {
  it.each([
    [row('input', { type: 'start', by }), 'started by Mara Klein'],
    [row('claim', { type: 'claim', workerId: 'w1', fence: 2 }), 'taken by a worker'],
    [row('intent', { type: 'tool', mode: 'send' }, 3), 'payments.refund, intent'],
    [row('intent', { type: 'tool', mode: 'look_up' }, 3), 'payments.refund, look-up by key'],
    [row('result', { type: 'tool', outcome: 'succeeded' }, 3), 'payments.refund, result'],
    [row('result', { type: 'tool', outcome: 'error' }, 3), 'payments.refund, failed attempt'],
    [
      row('fact', { type: 'admission', admission: { verdict: 'await_approval' } }, 3),
      'payments.refund, held for a person',
    ],
    [row('fact', { type: 'admission', admission: { verdict: 'deny' } }, 3), 'payments.refund, denied'],
    [row('fact', { type: 'bound', message: '40 of 40 steps' }), 'limit reached: 40 of 40 steps'],
    [
      row('input', { type: 'decision', decision: 'did_not_happen', by }, 3),
      'payments.refund, did not happen by Mara Klein',
    ],
    [
      row('input', { type: 'decision', decision: 'did_not_happen', unheeded: 'may_still_arrive', by }, 3),
      'payments.refund, did not happen by Mara Klein, too early, it may still arrive',
    ],
    [
      row('input', { type: 'decision', decision: 'expire', by }, 3),
      'payments.refund, nobody decided in time',
    ],
    [row('end', { type: 'end', status: 'cancelled' }), 'ended: cancelled'],
    [row('fact', { type: 'stopped', stoppedMs: 90_000 }), 'halted for 1 m 30 s, not counted'],
    [
      row('fact', { type: 'stopped', stoppedMs: 90_000, cause: 'budget' }),
      'waited for a budget for 1 m 30 s, not counted',
    ],
    [row('fact', { type: 'charged', step: 3 }, 3), 'payments.refund, lost attempt counted at its worst case'],
    [row('input', { type: 'redrive', by }), 'redriven by Mara Klein'],
    [row('input', { type: 'bound_expired', by }), 'nobody raised the bound in time'],
    [row('input', 'unreadable'), 'input'],
  ])('%#: %s', (given, said) => {
    expect(journalWords(given, names)).toBe(said);
  });
});

describe('tickKind', () => {
  it('marks failed attempts and waits', () => {
    expect(tickKind(row('result', { outcome: 'error' }))).toBe('failed');
    expect(tickKind(row('result', { outcome: 'not_found' }))).toBe('plain');
    expect(tickKind(row('fact', { type: 'admission', admission: { verdict: 'await_approval' } }))).toBe(
      'wait',
    );
    expect(tickKind(row('fact', { type: 'admission', admission: { verdict: 'deny' } }))).toBe('plain');
    expect(tickKind(row('input', { type: 'resume' }))).toBe('wait');
    expect(tickKind(row('end', { status: 'failed' }))).toBe('failed');
  });

  it('keeps one tick a row, in order', () => {
    const rows = [row('input', { type: 'start', by }), { ...row('end', { status: 'succeeded' }), seq: 2 }];
    expect(scrubTicks(rows, names).map((tick) => tick.seq)).toEqual([1, 2]);
  });
});
