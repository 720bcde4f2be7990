// Approvals come first and by time, stopped runs after them, and each row says what to do.
import { describe, expect, it } from 'vitest';
import { inMinutes, sampleApproval, sampleVote } from '@/components/approvals/sample-approval';
import type { BudgetShape } from '@/lib/contract/budget';
import type { OverviewShape } from '@/lib/contract/overview';
import { type AlertFact, severityOf, subjectOf } from '@/lib/domain/alert';
import { urgentRows } from './urgent-rows';

const stopped = (id: string, kind: 'limit' | 'failed') => ({
  id,
  agent: 'refunds',
  kind,
  message: `${kind} of ${id}`,
  at: inMinutes(-5),
  failsAt: kind === 'limit' ? inMinutes(10_000) : null,
});

const NO_ALERTS = { open: 0, newestAt: null, pressing: [] };
const NO_BUDGETS = { set: 0, nearLimit: 0, mostUsed: [] };

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
      budgets: NO_BUDGETS,
      alerts: NO_ALERTS,
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
      budgets: NO_BUDGETS,
      alerts: NO_ALERTS,
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
      budgets: NO_BUDGETS,
      alerts: NO_ALERTS,
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
      budgets: NO_BUDGETS,
      alerts: NO_ALERTS,
    });
    expect(rows.map(({ name, href, since }) => [name, href, since]).slice(0, 2)).toEqual([
      ['refunds', '/agents/refunds', inMinutes(-1)],
      ['triage', '/agents/triage', inMinutes(-1)],
    ]);
    expect(rows[0]?.text).toBe(
      'Refuses new API runs: 1 due, the oldest has waited 1 m 30 s, 1 m 00 s allowed',
    );
    expect(rows[1]?.text).toBe('Refuses new runs: 12 due, the oldest has waited 2 m 30 s, 1 m 00 s allowed');
  });

  it('puts budgets near their limit between runs at a bound and failures, and leads to each', () => {
    const budget = (over: Partial<BudgetShape>): BudgetShape => ({
      scope: 'agent:refunds',
      period: 'day',
      limitMicroUsd: 15_000_000,
      alertAt: [0.5, 0.8, 1],
      version: 1,
      spentMicroUsd: 12_940_000,
      heldMicroUsd: 620_000,
      overrunMicroUsd: 0,
      forecastMicroUsd: 16_200_000,
      resetsAt: inMinutes(300),
      waitingRuns: 0,
      ...over,
    });
    const total = budget({ scope: 'label:team=a', period: 'total', waitingRuns: 1, spentMicroUsd: 0 });
    const rows = urgentRows({
      needsPerson: [],
      stoppedRuns: [stopped('f1', 'failed'), stopped('l1', 'limit')],
      shedding: [],
      budgets: {
        set: 3,
        nearLimit: 2,
        mostUsed: [total, budget({}), budget({ scope: 'global', spentMicroUsd: 90 })],
      },
      alerts: NO_ALERTS,
    });
    expect(rows.map(({ key }) => key)).toEqual([
      'l1',
      'budget total:label:team=a',
      'budget day:agent:refunds',
      'f1',
    ]);
    expect(rows[1]?.text).toBe('1 run waits for room in it: $0.00 spent and $0.62 held of $15.00');
    expect(rows[2]?.text).toBe('$12.94 spent and $0.62 held of $15.00, $16.20 expected');
    expect(rows[2]?.href).toBe('/spend?budget=day%3Aagent%3Arefunds');
  });

  it('tells alerts that nobody has seen, what stopped an agent first, and of a budget with a row nothing twice', () => {
    const alert = (id: string, fact: AlertFact): OverviewShape['alerts']['pressing'][number] => ({
      id,
      kind: fact.kind,
      severity: severityOf(fact),
      status: 'open',
      subject: subjectOf(fact),
      fact,
      raisedAt: inMinutes(-3),
      lastSeenAt: inMinutes(0),
      times: 1,
      resolvedAt: null,
      acknowledgedAt: null,
      acknowledgedBy: null,
      reason: null,
    });
    const expected = (scope: string): AlertFact => ({
      kind: 'budget_forecast',
      scope,
      period: 'day',
      resetsAt: inMinutes(300),
      limitMicroUsd: 10_000_000,
      spentMicroUsd: 1_000_000,
      forecastMicroUsd: 12_000_000,
      basis: 'weekly',
    });
    const near: BudgetShape = {
      scope: 'agent:refunds',
      period: 'day',
      limitMicroUsd: 10,
      alertAt: [0.8],
      version: 1,
      spentMicroUsd: 9,
      heldMicroUsd: 0,
      overrunMicroUsd: 0,
      forecastMicroUsd: 20,
      resetsAt: inMinutes(300),
      waitingRuns: 0,
    };
    const rows = urgentRows({
      needsPerson: [sampleApproval({ id: 'late', expiresAt: inMinutes(50) })],
      stoppedRuns: [stopped('f1', 'failed')],
      shedding: [],
      budgets: { set: 1, nearLimit: 1, mostUsed: [near] },
      alerts: {
        open: 3,
        newestAt: inMinutes(-1),
        pressing: [
          alert('1', {
            kind: 'spend_breaker',
            agent: 'triage',
            costMicroUsd: 700_000,
            boundMicroUsd: 500_000,
          }),
          alert('2', expected('agent:refunds')),
          alert('3', expected('global')),
        ],
      },
    });
    expect(rows.map(({ key, name, state }) => [key, name, state])).toEqual([
      ['alert 1', 'triage', 'failed'],
      ['late', 'payments.refund', 'waiting'],
      ['budget day:agent:refunds', 'agent:refunds', 'waiting'],
      ['alert 3', 'global', 'waiting'],
      ['f1', 'refunds', 'failed'],
    ]);
    expect(rows[0]).toMatchObject({
      href: '/spend?alert=1',
      text: 'triage was paused: it spent $0.70 within a minute, $0.50 is its bound.',
    });
  });
});
