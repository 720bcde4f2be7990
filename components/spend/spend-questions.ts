// What the spend page asks, under names that the server asks by as well before the page is drawn.
import type {
  EstimatesQuestion,
  SavingsQuestion,
  SpendQuestion,
  TaskCostsQuestion,
  TopRunsQuestion,
} from '@/lib/query/query-keys';
import type { SpendChoice } from './spend-params';
import { endOfSlice, monthOf, type SpendSlices } from './spend-period';
import type { StackKey } from './spend-stacks';

const MOST_RUNS = 12;

/** The stacks of the period. */
export function stacksQuestion(by: StackKey, { since, unit }: SpendSlices): SpendQuestion {
  return { by: [by, unit], since };
}

/** The period as a whole. */
export function sumsQuestion(by: StackKey, { since }: SpendSlices): SpendQuestion {
  return { by: [by], since };
}

/** This month day by day: its total, and today's. */
export function monthQuestion(nowMs: number): SpendQuestion {
  return { by: ['day'], since: monthOf(nowMs) };
}

export function estimatesQuestion({ since }: SpendSlices): EstimatesQuestion {
  return { since };
}

/** Of the period, or of what was picked in it. */
export function savingsQuestion(
  choice: Pick<SpendChoice, 'by' | 'of' | 'at'>,
  slices: SpendSlices,
): SavingsQuestion {
  return picked(choice, slices);
}

export function tasksQuestion({ since }: SpendSlices): TaskCostsQuestion {
  return { since };
}

/** Of the period, or of what was picked in it. */
export function topRunsQuestion(
  choice: Pick<SpendChoice, 'by' | 'of' | 'at'>,
  slices: SpendSlices,
): TopRunsQuestion & { readonly since: string } {
  return { ...picked(choice, slices), limit: MOST_RUNS };
}

function picked({ by, of, at }: Pick<SpendChoice, 'by' | 'of' | 'at'>, { since, unit }: SpendSlices) {
  return {
    ...(at === null ? { since } : { since: at, until: endOfSlice(at, unit) }),
    ...(of === null ? {} : { [by]: of }),
  };
}
