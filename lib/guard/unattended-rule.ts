// A run that nobody stands behind asks nobody: what would need a person is denied, unless somebody said whose queue it goes to.
import type { AdmissionReason } from '@/lib/domain/admission';

/** Of a run that a schedule or another system started; null where a person did. `queue`: who is asked all the same. */
export type Unattended = { readonly queue: string | null };

export function unattendedReasons(
  unattended: Unattended | null,
  reasons: readonly AdmissionReason[],
): AdmissionReason[] {
  if (unattended === null || unattended.queue !== null) return [];
  if (!reasons.some(({ verdict }) => verdict === 'await_approval')) return [];
  const message =
    'Nobody stands behind this run who could be asked, and no queue is named for its approvals.';
  return [{ rule: 'trigger.unattended', verdict: 'deny', message }];
}
