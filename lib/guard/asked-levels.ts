// Who is asked next where nobody decides, with the role that holds for one call.
import type { PolicyVerdict } from '@/lib/domain/admission';
import type { EscalationRules } from '@/lib/domain/agent';
import type { RequestedApproval } from '@/lib/domain/approval';
import { type AskedLevel, onExpiryAt } from '@/lib/domain/escalation';

/** A role that the policy names stands at every level: no chain leads to others than those whom the policy wants. */
export function askedLevels(policy: PolicyVerdict, { escalateTo = [] }: EscalationRules): AskedLevel[] {
  return escalateTo.map(({ role, people = [], expiresMs }) => ({
    role: policy.requiredRole ?? role,
    people,
    expiresMs,
  }));
}

/** What stands in an approval at its beginning. */
export function chainOf(
  policy: PolicyVerdict,
  escalation: EscalationRules,
): Pick<RequestedApproval, 'onExpiry' | 'escalateTo'> {
  const escalateTo = askedLevels(policy, escalation);
  return { onExpiry: onExpiryAt(0, escalateTo), ...(escalateTo.length === 0 ? {} : { escalateTo }) };
}
