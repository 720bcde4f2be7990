// The two sides of one subject stand next to each other, in the order of time, and waiting reads as waiting.
import { describe, expect, it } from 'vitest';
import type { IncidentCall, IncidentReport, IncidentSide } from '@/lib/contract/incident';
import { isTrouble, outcomeWords, subjectRows, traceLines } from './subject-traces';

const call = (over: Partial<IncidentCall>): IncidentCall => ({
  atMs: 0,
  durationMs: 10,
  lane: 1,
  kind: 'effect',
  name: 'payments.refund',
  subject: 'ORD-1',
  attempt: 1,
  ok: true,
  outcome: '201',
  ...over,
});
const side = (over: Partial<IncidentSide>): IncidentSide => ({
  wanted: 1,
  done: 1,
  duplicated: 0,
  lost: 0,
  durationMs: 100,
  agents: [],
  calls: [],
  effects: [],
  ...over,
});
const effect = (atMs: number, subject = 'ORD-1') => ({
  atMs,
  subject,
  id: `RF-${atMs}`,
  key: null,
  duplicate: false,
});
const report = (unprotected: IncidentSide | null, bulkhead: IncidentSide | null): IncidentReport => ({
  id: '0199c1f0-0000-7000-8000-000000000001',
  incident: 'duplicate-refund',
  seed: 's',
  status: 'finished',
  error: null,
  createdBy: { kind: 'user', id: 'u', label: 'Ada' },
  createdAt: '2026-11-26T00:00:00.000Z',
  finishedAt: null,
  unprotected,
  bulkhead,
});

describe('subjectRows', () => {
  it('has a row for whatever either side touched, also where one side did nothing', () => {
    const rows = subjectRows(
      report(
        side({ calls: [call({ subject: 'ORD-2' }), call({ kind: 'read', subject: 'ORD-9' })] }),
        side({ effects: [effect(5)] }),
      ),
    );
    expect(rows.map(({ subject }) => subject)).toEqual(['ORD-1', 'ORD-2']);
    expect(rows[0]?.unprotected).toEqual({ calls: [], effects: [] });
    expect(rows[1]?.unprotected.calls).toHaveLength(1);
  });

  it('is empty before both sides are told', () => {
    expect(subjectRows(report(side({}), null))).toEqual([]);
  });
});

describe('traceLines', () => {
  it('puts effects between calls by their time, and counts waits for the other agent', () => {
    const waits = { ok: false, outcome: 'effect_in_flight', lane: 2 } as const;
    const lines = traceLines({
      calls: [
        call({ atMs: 30, ...waits }),
        call({ atMs: 1, outcome: 'timeout', ok: false }),
        call({ atMs: 40, ...waits }),
      ],
      effects: [effect(2)],
    });
    expect(
      lines.map((line) => (line.kind === 'call' ? [line.call.outcome, line.times] : line.effect.id)),
    ).toEqual([['timeout', 1], 'RF-2', ['effect_in_flight', 2]]);
  });
});

it('says waiting as waiting, and keeps words it does not know', () => {
  expect(outcomeWords(call({ outcome: 'effect_in_flight' }))).toMatch(/^waits/);
  expect(isTrouble(call({ ok: false, outcome: 'effect_in_flight' }))).toBe(false);
  expect(isTrouble(call({ ok: false, outcome: 'timeout' }))).toBe(true);
  expect(outcomeWords(call({ outcome: 'timeout' }))).toBe('timeout');
});
