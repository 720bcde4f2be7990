// Each kind says in one sentence what it is about, with its figures.
import { expect, it } from 'vitest';
import type { AlertFact } from '../domain/alert';
import { alertMessage } from './alert-message';

const budget = {
  scope: 'global',
  period: 'day',
  resetsAt: '2026-11-28T00:00:00.000Z',
  limitMicroUsd: 5_000_000,
  spentMicroUsd: 4_100_000,
} as const;
const runId = '019438a0-0000-7000-8000-000000000000';

it.each<[AlertFact, string]>([
  [
    { kind: 'budget_threshold', ...budget, share: 0.8, waitingRuns: 0 },
    'The budget global of the day passed 80 %: $4.10 of $5.00 is spent.',
  ],
  [
    { kind: 'budget_threshold', ...budget, share: 1, waitingRuns: 1_000 },
    'The budget global of the day holds back 1,000 runs or more: $4.10 of $5.00 is spent.',
  ],
  [
    { kind: 'budget_forecast', ...budget, period: 'month', forecastMicroUsd: 9_000_000, basis: 'weekly' },
    'The budget global of the month will not be enough: $9.00 of $5.00 as in a usual week.',
  ],
  [
    {
      kind: 'spend_spike',
      agent: 'refunds',
      hour: budget.resetsAt,
      costMicroUsd: 2_000_000,
      usualMicroUsd: 150_000,
    },
    'refunds spent $2.00 in an hour, where it usually spends $0.15.',
  ],
  [
    { kind: 'unpriced_usage', called: 'model', name: 'local', calls: 1, tokens: 1_200 },
    'The model local has no price: 1,200 tokens of 1 call cost nothing in the last day.',
  ],
  [
    {
      kind: 'deprecated_model',
      name: 'large',
      model: 'large-2',
      calls: 3,
      costMicroUsd: 40_000,
      endsAt: '2027-03-01T00:00:00Z',
      use: 'large-3',
    },
    'The model large (large-2) ends on 2027-03-01, and 3 calls of it cost $0.04 in the last day. Use large-3 in its place.',
  ],
  [
    {
      kind: 'leaked_hold',
      agent: 'refunds',
      holds: 2,
      heldMicroUsd: 40_000,
      oldestAt: budget.resetsAt,
      runId,
      step: 3,
    },
    'refunds holds $0.04 for 2 calls that should have ended long ago.',
  ],
  [
    { kind: 'overrun', called: 'model', name: 'm', calls: 3, beyondMicroUsd: 12, runId },
    'The model m cost $0.000012 more than was held for 3 calls.',
  ],
  [
    { kind: 'spend_breaker', agent: 'refunds', costMicroUsd: 700_000, boundMicroUsd: 500_000 },
    'refunds was paused: it spent $0.70 within a minute, $0.50 is its bound.',
  ],
])('%#', (fact, sentence) => {
  expect(alertMessage(fact)).toBe(sentence);
});
