// What an approval is bound to, its hash, and in words what differs when it no longer holds.
import type { PolicyVerdict } from '@/lib/domain/admission';
import type { ApprovalBinding } from '@/lib/domain/approval';
import { canonicalJson } from '@/lib/domain/canonical-json';
import type { HashText } from '@/lib/domain/journal-row';
import type { PlannedCall } from '@/lib/domain/planned-call';

type BoundCall = Pick<PlannedCall, 'tool' | 'toolVersion' | 'effectKey' | 'argumentHash'>;

/** The determining policy rules stand in it with their verdict, in a fixed order, and the role that they name; the version of the whole policy set does not. */
export function approvalBindingOf(call: BoundCall, policy: PolicyVerdict): ApprovalBinding {
  const { tool, toolVersion, effectKey, argumentHash } = call;
  const rules = policy.rules.map((rule) => `${rule.id}=${rule.effect}`);
  // Left out where the policy names none, so that what was bound before roles stood in it still holds.
  const role = policy.requiredRole === undefined ? [] : [`role=${policy.requiredRole}`];
  return { tool, toolVersion, effectKey, argumentHash, rules: [policy.effect, ...role, ...rules.sort()] };
}

export function bindingHash(binding: ApprovalBinding, hash: HashText): string {
  return hash(canonicalJson(binding));
}

/** What changed between what was shown and what would be sent, a plain sentence each. */
export function bindingChanges(shown: ApprovalBinding, now: ApprovalBinding): string[] {
  const changes: string[] = [];
  if (shown.toolVersion !== now.toolVersion) {
    changes.push(`${now.tool} changed from version ${shown.toolVersion} to ${now.toolVersion}.`);
  } else if (shown.argumentHash !== now.argumentHash) {
    changes.push('The arguments changed.');
  }
  if (shown.effectKey !== now.effectKey) {
    changes.push(`The effect key changed from ${shown.effectKey} to ${now.effectKey}.`);
  }
  const [before, after] = [shown.rules.join(', '), now.rules.join(', ')];
  if (before !== after) changes.push(`The policy says ${after} where it said ${before}.`);
  return changes;
}
