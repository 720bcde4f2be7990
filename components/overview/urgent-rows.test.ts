// Approvals come first and by time, stopped runs after them, and each row says what to do.
import { describe, expect, it } from 'vitest';
import { inMinutes, sampleApproval, sampleVote } from '@/components/approvals/sample-approval';
import { urgentRows } from './urgent-rows';

const stopped = (id: string, kind: 'limit' | 'failed') => ({
  id,
  agent: 'refunds',
  kind,
  message: `${kind} of ${id}`,
  at: inMinutes(-5),
  failsAt: kind === 'limit' ? inMinutes(10_000) : null,
});

describe('urgentRows', () => {
  it('orders by what presses and puts bounds before failures', () => {
    const rows = urgentRows({
      needsPerson: [
        sampleApproval({ id: 'open', expiresAt: null, kind: 'unknown_outcome' }),
        sampleApproval({ id: 'late', expiresAt: inMinutes(50) }),
        sampleApproval({ id: 'soon', expiresAt: inMinutes(2) }),
      ],
      stoppedRuns: [stopped('f1', 'failed'), stopped('l1', 'limit')],
      shedding: [],
    });
    expect(rows.map((row) => [row.key, row.action])).toEqual([
      ['soon', 'Decide'],
      ['late', 'Decide'],
      ['open', 'Decide'],
      ['l1', 'Raise'],
      ['f1', 'Look'],
    ]);
    expect(rows[2]?.until).toBeUndefined();
    expect(rows[2]?.since).toBe(inMinutes(-8));
    expect(rows.slice(3).map(({ until }) => until)).toEqual([inMinutes(10_000), undefined]);
  });

  it('says amount and what is asked', () => {
    const [plain, second, unknown] = urgentRows({
      needsPerson: [
        sampleApproval({ id: '1' }),
        sampleApproval({ id: '2', quorum: 2, decisions: [sampleVote('Mara')], expiresAt: inMinutes(8) }),
        sampleApproval({ id: '3', kind: 'unknown_outcome', expiresAt: null }),
      ],
      stoppedRuns: [],
      shedding: [],
    });
    expect(plain?.text).toBe('€1,840.00, ORD-58213 · damaged');
    expect(second?.text).toBe('€1,840.00, second of two approvals');
    expect(unknown?.text).toBe('€1,840.00, no answer after sending: did it happen?');
  });

  it('folds runs that failed alike into one row, which leads to all of them', () => {
    const alike = (id: string, agent = 'refunds') => ({
      ...stopped(id, 'failed'),
      agent,
      message: 'http_401',
    });
    const rows = urgentRows({
      needsPerson: [],
      stoppedRuns: [alike('f1'), alike('f2', 'triage'), alike('f3'), stopped('f4', 'failed')],
      shedding: [],
    });
    expect(rows.map(({ text, href }) => [text, href])).toEqual([
      ['Several runs: http_401', '/dead-letters?agent=refunds'],
      ['http_401', '/runs/f2'],
      ['failed of f4', '/runs/f4'],
    ]);
  });

  it('puts an agent that refuses new runs first, with its queue and whom it refuses, and leads to it', () => {
    const queue = {
      agent: 'refunds',
      oldestMs: 90_000,
      shedAfterMs: 60_000,
      since: inMinutes(-1),
      due: 1,
      forms: false,
    };
    const rows = urgentRows({
      needsPerson: [sampleApproval({ id: 'soon', expiresAt: inMinutes(2) })],
      stoppedRuns: [],
      shedding: [queue, { ...queue, agent: 'triage', due: 12, oldestMs: 150_000, forms: true }],
    });
    expect(rows.map(({ name, href, since }) => [name, href, since]).slice(0, 2)).toEqual([
      ['refunds', '/agents/refunds', inMinutes(-1)],
      ['triage', '/agents/triage', inMinutes(-1)],
    ]);
    expect(rows[0]?.text).toBe('Refuses new API runs: 1 due, the oldest for 1 m 30 s of 1 m 00 s');
    expect(rows[1]?.text).toBe('Refuses new runs: 12 due, the oldest for 2 m 30 s of 1 m 00 s');
  });
});
