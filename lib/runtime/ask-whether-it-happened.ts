// What a person is asked where nobody knows whether a call happened.
import type { AgentDefinition } from '@/lib/domain/agent';
import type { RequestedApproval } from '@/lib/domain/approval';
import type { ToolStepState } from '@/lib/domain/run-state';
import { requiredRole } from '@/lib/guard/admit';
import { approvalBindingOf, bindingHash } from '@/lib/guard/approval-binding';
import type { RuntimePorts } from './runtime-ports';

/** The question whether a call happened; it has no end, because silence answers nothing. */
export function askWhetherItHappened(
  step: ToolStepState,
  agent: AgentDefinition,
  ports: Pick<RuntimePorts, 'ids' | 'hash'>,
): RequestedApproval {
  if (step.call === null || step.admission === null) throw new Error(`step ${step.step} was never admitted`);
  const { policy } = step.admission;
  return {
    id: ports.ids.timeOrdered(),
    kind: 'unknown_outcome',
    payloadHash: bindingHash(approvalBindingOf(step.call, { policy }), ports.hash),
    requiredRole: requiredRole(policy, agent.escalation),
    quorum: agent.escalation.quorum,
    selfApproval: agent.escalation.selfApproval,
    expiresAt: null,
    onExpiry: null,
    supersedes: null,
    changed: [],
  };
}
