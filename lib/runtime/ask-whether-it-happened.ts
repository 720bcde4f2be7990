// What a person is asked where nobody knows whether a call happened.
import type { AgentDefinition } from '@/lib/domain/agent';
import type { RequestedApproval } from '@/lib/domain/approval';
import type { JournalEntry } from '@/lib/domain/journal-payload';
import type { RunState, ToolStepState } from '@/lib/domain/run-state';
import { requiredRole } from '@/lib/guard/admit';
import { approvalBindingOf, bindingHash } from '@/lib/guard/approval-binding';
import type { RuntimePorts } from './runtime-ports';
import { toolStepAt } from './step-access';

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

/** An attempt that ends in a question gets the approval that answers it. */
export function withQuestion(
  state: RunState,
  entry: JournalEntry,
  agent: AgentDefinition,
  ports: Pick<RuntimePorts, 'ids' | 'hash'>,
): JournalEntry {
  if (entry.kind !== 'result' || entry.payload.type !== 'tool') return entry;
  if (entry.payload.outcome !== 'error' || entry.payload.next !== 'ask') return entry;
  const approval = askWhetherItHappened(toolStepAt(state, entry.payload.step), agent, ports);
  return { kind: 'result', payload: { ...entry.payload, approval } };
}
