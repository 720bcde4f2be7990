// The state of a call's target as the people who decide are shown it, beside what was shown when they were asked before.
import type { ApprovalCardShape, ApprovalShape } from '../../contract/approval';
import { canonicalJson } from '../../domain/canonical-json';
import type { JournalRow } from '../../domain/journal-row';
import type { SeenValue, TargetState } from '../../domain/precondition';
import { decodeRow } from '../../runtime/decode-row';

/** null: its tool binds it to no target. */
export function shownTarget(
  { id, step, supersedes }: Pick<ApprovalShape, 'id' | 'step' | 'supersedes'>,
  rows: readonly JournalRow[],
): ApprovalCardShape['target'] {
  const shown = new Map<string, TargetState | undefined>();
  for (const row of rows) {
    if (row.kind !== 'fact' || row.step !== step) continue;
    const { payload } = decodeRow(row);
    if (payload.type === 'admission' && 'approval' in payload && payload.approval !== null)
      shown.set(payload.approval.id, payload.admission.target);
  }
  const target = shown.get(id);
  if (target === undefined) return null;
  const earlier = supersedes === null ? undefined : shown.get(supersedes);
  const { tool, at, untrusted = false, arguments: looked, seen } = target;
  return { tool, at, untrusted, arguments: looked, seen, before: changedBefore(earlier, target) };
}

/** null: it was not asked before, nothing was looked at then, or nothing differs. */
function changedBefore(earlier: TargetState | undefined, { seen }: TargetState): SeenValue[] | null {
  if (earlier === undefined || canonicalJson(earlier.seen) === canonicalJson(seen)) return null;
  return earlier.seen;
}
