// What a person is asked about a call that is not sent yet, and what changed since people were asked before.
import type { Admission } from '@/lib/domain/admission';
import type { AgentDefinition } from '@/lib/domain/agent';
import type { ApprovalBinding, RequestedApproval } from '@/lib/domain/approval';
import type { PlannedCall } from '@/lib/domain/planned-call';
import type { ToolStepState } from '@/lib/domain/run-state';
import type { ToolVersion } from '@/lib/domain/tool';
import { requiredRole } from '@/lib/guard/admit';
import { approvalBindingOf, bindingChanges, bindingHash, targetChanges } from '@/lib/guard/approval-binding';
import { chainOf } from '@/lib/guard/asked-levels';
import { isoAt } from '@/lib/ports/clock';
import type { RuntimePorts } from './runtime-ports';
import { isSilence, withWindow } from './veto-window';

type Asking = {
  readonly agent: AgentDefinition;
  readonly ports: Pick<RuntimePorts, 'ids' | 'hash' | 'clock'>;
};

/** Why it is asked again, of what people approved or nobody had objected to. */
export function reopened({ verdict }: ToolStepState, changed: readonly string[]): Admission['reasons'] {
  if (changed.length === 0) return [];
  const held = isSilence(verdict)
    ? 'It was to run unless somebody objected, and now needs a decision'
    : 'What was approved no longer holds';
  const message = `${held}: ${changed.join(' ')}`;
  return [{ rule: 'approval.binding', verdict: 'await_approval', message }];
}

/** In words, what differs from what people agreed to; empty where nobody had been asked. */
export function changesSince(step: ToolStepState, now: ApprovalBinding): string[] {
  if (step.verdict?.decision === 'edit') {
    const seen = step.admission?.target === undefined ? [] : targetChanges(step.admission.target, now.target);
    return [`${step.verdict.by.label} edited the arguments.`, ...seen];
  }
  if (step.approvedHash === null || step.call === null || step.admission === null) return [];
  const changes = bindingChanges(approvalBindingOf(step.call, step.admission), now);
  return changes.length > 0 ? changes : ['The call changed.'];
}

export function askFor(
  { agent, ports }: Asking,
  call: PlannedCall,
  admission: Admission,
  supersedes: string | null,
  changed: string[],
): RequestedApproval {
  const { escalation } = agent;
  return {
    id: ports.ids.timeOrdered(),
    kind: 'tool_call',
    payloadHash: bindingHash(approvalBindingOf(call, admission), ports.hash),
    requiredRole: requiredRole(admission.policy, escalation),
    quorum: escalation.quorum,
    selfApproval: escalation.selfApproval,
    expiresAt: isoAt(ports.clock.now() + escalation.expiresMs),
    ...chainOf(admission.policy, escalation),
    supersedes,
    changed,
  };
}

/** What an agent asks is answered by one person, who may have started the run: an answer lets nothing happen. */
export function askFirst(
  asking: Asking,
  { definition: { builtin } }: ToolVersion,
  call: PlannedCall,
  admission: Admission,
): RequestedApproval {
  const asked = askFor(asking, call, admission, null, []);
  if (builtin === 'ask_person') return { ...asked, kind: 'question', quorum: 1, selfApproval: 'allow' };
  return withWindow(asked, admission, asking.agent, asking.ports.clock);
}
