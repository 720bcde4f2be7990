// Whether an announcement may stand in a person's place: the policy alone asks and allows it, the call can be undone, and outsiders had no part in it.
import type { AdmissionReason, PolicyVerdict } from '@/lib/domain/admission';
import type { EscalationRules } from '@/lib/domain/agent';
import type { ToolDefinition, ToolVersion } from '@/lib/domain/tool';

type VetoFacts = {
  readonly policy: PolicyVerdict;
  readonly escalation: EscalationRules;
  readonly tool: ToolVersion;
  readonly tainted: boolean;
  readonly isUndo?: boolean;
};

/** @param others what asks besides the policy: one is enough for a person. */
export function allowsVeto(facts: VetoFacts, others: readonly AdmissionReason[]): boolean {
  const { policy, escalation, tool, tainted, isUndo = false } = facts;
  if (escalation.vetoMs === undefined || escalation.quorum !== 1) return false;
  if (policy.effect !== 'ask' || policy.veto !== true || others.length > 0) return false;
  return !tainted && !isUndo && canBeUndone(tool.definition);
}

/** Its receiver knows its key or can be asked, another tool undoes it, and nothing left the organisation that could not be called back. */
export function canBeUndone({ effect, compensateWith, externalSink, risk }: ToolDefinition): boolean {
  if (effect !== 'idempotent' && effect !== 'reconcilable') return false;
  return compensateWith !== undefined && !externalSink && risk !== 'high';
}
