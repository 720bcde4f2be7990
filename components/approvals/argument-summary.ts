// What a call is about in one line, without what is said beside it already. Pure.
import type { ApprovalShape } from '@/lib/contract/approval';
import { valueSummary } from '../run/value-summary';

/** The arguments but for the amount and its unit, which stand in figures of their own. */
export function argumentSummary(
  approval: Pick<ApprovalShape, 'arguments' | 'amount' | 'amountUnit'>,
  most?: number,
): string {
  const { amount, amountUnit } = approval;
  const told = Object.entries(approval.arguments).filter(
    ([, value]) => amount === null || (value !== amount && value !== amountUnit),
  );
  return valueSummary(Object.fromEntries(told), most);
}
