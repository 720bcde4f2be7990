// Which of the calls that wait are chosen for one decision: bound to what was shown of each, so that none that changed goes along. Pure.
import type { ApprovalShape } from '@/lib/contract/approval';
import { batchCandidate } from '@/lib/contract/approval-batch';
import { MOST_IN_A_BATCH, whyAlone, whyUnlike } from '@/lib/domain/approval-batch';

/** The chosen ones by id, each with the hash of what was shown. */
export type BatchChoice = ReadonlyMap<string, string>;

export const NOTHING_CHOSEN: BatchChoice = new Map();

/** Those that still wait as they were shown, in the order of the queue. */
export function chosenOf(choice: BatchChoice, waiting: readonly ApprovalShape[]): ApprovalShape[] {
  return waiting.filter(({ id, payloadHash }) => choice.get(id) === payloadHash);
}

/** Why this one can't go along with what is chosen, in plain words; null where it can. */
export function whyNotAlong(approval: ApprovalShape, chosen: readonly ApprovalShape[]): string | null {
  const candidate = batchCandidate(approval);
  const [first] = chosen;
  if (chosen.some(({ id }) => id === approval.id)) return null;
  if (chosen.length >= MOST_IN_A_BATCH) return `At most ${MOST_IN_A_BATCH} are decided at once.`;
  return whyAlone(candidate) ?? (first === undefined ? null : whyUnlike(batchCandidate(first), candidate));
}

export function toggledChoice(choice: BatchChoice, { id, payloadHash }: ApprovalShape): BatchChoice {
  const next = new Map(choice);
  if (next.get(id) === payloadHash) next.delete(id);
  else next.set(id, payloadHash);
  return next;
}

/** With all that are like the first one chosen, as many as one decision takes. */
export function withAlike(
  chosen: readonly ApprovalShape[],
  waiting: readonly ApprovalShape[],
): { readonly choice: BatchChoice; readonly alike: number } {
  const all = [...chosen];
  for (const approval of waiting) {
    if (all.some(({ id }) => id === approval.id)) continue;
    if (whyNotAlong(approval, all) === null) all.push(approval);
  }
  return { choice: new Map(all.map(({ id, payloadHash }) => [id, payloadHash])), alike: all.length };
}

/** The sum of the amounts where all have one in the same unit. */
export function sumOf(
  chosen: readonly ApprovalShape[],
): { readonly amount: number; readonly amountUnit: string | null } | undefined {
  const [first] = chosen;
  if (first === undefined) return undefined;
  let amount = 0;
  for (const each of chosen) {
    if (each.amount === null || each.amountUnit !== first.amountUnit) return undefined;
    amount += each.amount;
  }
  return { amount: Math.round(amount * 100) / 100, amountUnit: first.amountUnit };
}
