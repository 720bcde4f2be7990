// Budgets on the wire: what was given, what is spent, held and expected, and each hold. There are none until somebody sets one.
import { z } from 'zod';
import { budgetPeriod, budgetScope, budgetTerms } from '../domain/budget';
import { pageOf, timestamp, uuid } from './page';

export const budgetShape = z.strictObject({
  /** `global`, `agent:NAME`, `label:KEY=VALUE`. */
  scope: z.string(),
  period: budgetPeriod,
  limitMicroUsd: z.number().int(),
  /** Shares of the limit at which somebody is told. */
  alertAt: z.array(z.number()),
  /** For If-Match. */
  version: z.number().int(),
  spentMicroUsd: z.number().int(),
  heldMicroUsd: z.number().int(),
  /** What providers charged beyond what was held. */
  overrunMicroUsd: z.number().int(),
  /** Spent at the end of the period: by the usual hours of the last weeks where there are two of them, else straight on; for `total` what is spent. */
  forecastMicroUsd: z.number().int(),
  resetsAt: timestamp.nullable(),
  /** Runs that it holds back: they go on when it is raised, or when its period is over. At most 1 000 are counted. */
  waitingRuns: z.number().int(),
});
export type BudgetShape = z.infer<typeof budgetShape>;
export const budgetByScope = z.strictObject({ scope: budgetScope });
export const putBudgetBody = budgetTerms;
export const putBudgetAnswer = budgetTerms.extend({ scope: z.string(), version: z.number().int() });
export type PutBudgetAnswer = z.infer<typeof putBudgetAnswer>;
export const archiveBudgetQuery = z.strictObject({ period: budgetPeriod });

export const budgetPage = pageOf(budgetShape);

/** The worst case of a call under way. */
export const holdShape = z.strictObject({
  runId: uuid,
  step: z.number().int(),
  attempt: z.number().int(),
  agent: z.string(),
  kind: z.enum(['model', 'tool']),
  /** Of the model or tool that is called. */
  name: z.string(),
  version: z.number().int(),
  heldMicroUsd: z.number().int(),
  /** From which it is taken, in full from each. */
  budgets: z.array(z.strictObject({ scope: z.string(), period: budgetPeriod })),
  heldAt: timestamp,
});
export type HoldShape = z.infer<typeof holdShape>;
export const holdPage = pageOf(holdShape);
