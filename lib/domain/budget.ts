// What a budget is: how much may be spent in one scope in one period; refuses names of other shapes.
import { z } from 'zod';
import { microUsd } from './money';
import { resourceName } from './names';

export const BUDGET_PERIODS = ['day', 'month', 'total'] as const;
export const budgetPeriod = z.enum(BUDGET_PERIODS);
export type BudgetPeriod = z.infer<typeof budgetPeriod>;

const isScope = (text: string): boolean => {
  // No text column holds a NUL, and no reader other control characters.
  if (/\p{Cc}/u.test(text)) return false;
  if (text === 'global') return true;
  if (text.startsWith('agent:')) return resourceName.safeParse(text.slice('agent:'.length)).success;
  return /^label:[^=]{1,63}=.{0,200}$/s.test(text);
};

/** `global`, `agent:NAME`, `label:KEY=VALUE`. */
export const budgetScope = z.string().max(300).refine(isScope, 'global, agent:NAME or label:KEY=VALUE');
export type BudgetScope = z.infer<typeof budgetScope>;

export type BudgetName = { readonly scope: BudgetScope; readonly period: BudgetPeriod };

/** How a wait for a budget names it. */
export const budgetId = ({ scope, period }: BudgetName): string => `${period}:${scope}`;

/** Shares of the limit at which somebody is told, in (0, 1]. */
const alertAt = z.array(z.number().gt(0).max(1)).max(10).default([0.5, 0.8, 1]);

export const budgetTerms = z.strictObject({ period: budgetPeriod, limitMicroUsd: microUsd, alertAt });
export type BudgetTerms = z.infer<typeof budgetTerms>;

/** The scopes that bound a run of this agent with these labels. */
export function scopesOf(agent: string, labels: Readonly<Record<string, string>>): BudgetScope[] {
  const ofLabels = Object.entries(labels).map(([key, value]) => `label:${key}=${value}`);
  return ['global', `agent:${agent}`, ...ofLabels.sort()];
}
