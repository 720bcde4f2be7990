// How sure the model has to be to act alone; reads change nothing and are not asked.
import type { AdmissionReason } from '@/lib/domain/admission';
import type { EscalationRules } from '@/lib/domain/agent';
import type { ToolVersion } from '@/lib/domain/tool';

export function confidenceReasons(facts: {
  readonly tool: ToolVersion;
  readonly escalation: EscalationRules;
  readonly confidence: number | null;
}): AdmissionReason[] {
  const { confidence, escalation, tool } = facts;
  if (tool.definition.effect === 'read') return [];
  if (confidence === null) {
    if (escalation.whenConfidenceMissing === 'allow') return [];
    const message = 'The model did not say how sure it is.';
    return [{ rule: 'escalation.whenConfidenceMissing', verdict: 'await_approval', message }];
  }
  if (confidence >= escalation.confidenceBelow) return [];
  const message = `The stated confidence of ${confidence} is below the ${escalation.confidenceBelow} this agent needs to act alone.`;
  return [{ rule: 'escalation.confidenceBelow', verdict: 'await_approval', message }];
}
