// Budgets on the wire: what was given, what is spent, held and expected. There are none until somebody sets one.
import { z } from 'zod';
import { pageOf, timestamp } from './page';

export const budgetShape = z.strictObject({
  /** `global`, `agent:NAME`, `label:KEY=VALUE`. */
  scope: z.string(),
  period: z.enum(['day', 'month', 'total']),
  limitMicroUsd: z.number().int(),
  spentMicroUsd: z.number().int(),
  heldMicroUsd: z.number().int(),
  /** What providers charged beyond what was held. */
  overrunMicroUsd: z.number().int(),
  /** Spent at the end of the period if it goes on as it went so far; for `total` what is spent. */
  forecastMicroUsd: z.number().int(),
  resetsAt: timestamp.nullable(),
});
export type BudgetShape = z.infer<typeof budgetShape>;
export const budgetPage = pageOf(budgetShape);
