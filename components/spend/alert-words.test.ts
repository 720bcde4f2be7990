// What nobody has seen comes first, and each kind leads to where something can be done.
import { describe, expect, it } from 'vitest';
import type { AlertShape } from '@/lib/contract/alert';
import type { AlertFact } from '@/lib/domain/alert';
import { alertHref, alertState, byPressure } from './alert-words';

type Ranked = Pick<AlertShape, 'severity' | 'status' | 'raisedAt'>;
const ranked = (severity: Ranked['severity'], status: Ranked['status'], minute: number): Ranked => ({
  severity,
  status,
  raisedAt: `2026-11-27T10:${minute}:00.000Z`,
});

describe('alerts', () => {
  it('come by what calls somebody, then by how bad it is, then by age', () => {
    const inOrder = [
      ranked('critical', 'open', 10),
      ranked('warning', 'open', 40),
      ranked('warning', 'open', 20),
      ranked('info', 'open', 50),
      ranked('critical', 'acknowledged', 55),
    ];
    expect([...inOrder].reverse().sort(byPressure)).toEqual(inOrder);
  });

  it('are no colour any more once somebody has seen them', () => {
    expect([
      alertState({ severity: 'critical', status: 'open' }),
      alertState({ severity: 'critical', status: 'acknowledged' }),
      alertState({ severity: 'info', status: 'open' }),
    ]).toEqual(['failed', 'neutral', 'neutral']);
  });

  const runId = '019438a0-0000-7000-8000-000000000000';
  it.each<[AlertFact, string]>([
    [
      {
        kind: 'budget_forecast',
        scope: 'label:team=a',
        period: 'month',
        resetsAt: null,
        limitMicroUsd: 1,
        spentMicroUsd: 1,
        forecastMicroUsd: 2,
        basis: 'linear',
      },
      '/spend?budget=month%3Alabel%3Ateam%3Da',
    ],
    [{ kind: 'spend_breaker', agent: 'refunds', costMicroUsd: 2, boundMicroUsd: 1 }, '/agents/refunds'],
    [
      {
        kind: 'deprecated_model',
        name: 'old',
        model: 'old-1',
        calls: 1,
        costMicroUsd: 2,
        endsAt: null,
        use: null,
      },
      '/models/old',
    ],
    [{ kind: 'unpriced_usage', called: 'model', name: 'local', calls: 1, tokens: 2 }, '/models/local'],
    [{ kind: 'overrun', called: 'tool', name: 't', calls: 1, beyondMicroUsd: 2, runId }, `/runs/${runId}`],
  ])('leads on: %#', (fact, href) => {
    expect(alertHref(fact)).toBe(href);
  });
});
