// What undoing is called, effect by effect. Pure.
import type { CompensationShape, UndoableEffectShape } from '@/lib/contract/compensation';
import { plural } from '@/lib/format/count';
import { formatAmount } from '@/lib/format/money';

/** "Undo 2 effects", "Undo payments.refund". */
export function undoTitle(effects: readonly Pick<UndoableEffectShape, 'tool'>[]): string {
  const [only, ...others] = effects;
  if (only === undefined) return 'Undo what this run did';
  return others.length === 0 ? `Undo ${only.tool}` : `Undo ${plural(effects.length, 'effect')}`;
}

/** What stands beside an effect of the plan: whose call takes it back, with its amount. */
export function undoCallWords({ undo }: Pick<UndoableEffectShape, 'undo'>): string {
  if (undo === null) return '';
  const amount = undo.amount === null ? '' : `, ${formatAmount(undo.amount, undo.amountUnit ?? undefined)}`;
  return `by ${undo.tool} v${undo.toolVersion}${amount}`;
}

/** Why nothing happens with an effect, or what does. */
export function effectNote({ state, reason, inDoubt }: UndoableEffectShape): string {
  switch (state) {
    case 'undone':
      return 'Undone.';
    case 'undoing':
      return 'Being undone.';
    case 'kept':
      return `Stays. ${reason ?? ''}`.trim();
    case 'undoable':
      return inDoubt ? 'Nobody knows whether it happened: it is undone only if you choose it.' : '';
  }
}

/** How far the undoing of a run is; null where nobody has undone anything. */
export function undoneWords({ effects }: Pick<CompensationShape, 'effects'>): string | null {
  const count = (state: UndoableEffectShape['state']) => effects.filter((one) => one.state === state).length;
  const [undone, undoing] = [count('undone'), count('undoing')];
  if (undone + undoing === 0) return null;
  const parts = [
    ...(undone > 0 ? [`${undone} of ${plural(effects.length, 'effect')} undone`] : []),
    ...(undoing > 0 ? [`${undoing} being undone`] : []),
  ];
  return parts.join(', ');
}
