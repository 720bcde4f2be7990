// Turns the verdict on one call into the row that records it.
import type { Admission } from '@/lib/domain/admission';
import type { RequestedApproval } from '@/lib/domain/approval';
import type { JournalEntry } from '@/lib/domain/journal-payload';
import type { PlannedCall } from '@/lib/domain/planned-call';
import type { Precondition } from '@/lib/domain/precondition';
import { questionOf } from '@/lib/domain/question';
import type { ToolStepState } from '@/lib/domain/run-state';
import type { ToolVersion } from '@/lib/domain/tool';
import { approvalBindingOf, bindingHash } from '@/lib/guard/approval-binding';
import { isoAt } from '@/lib/ports/clock';
import { askFirst, askFor, changesSince, reopened } from './ask-for-call';
import { impossible } from './impossible-call';
import { type AdmitPorts, admissionOf, type JudgedCase } from './judge-call';
import type { TargetLook } from './look-at-target';
import { planCall } from './plan-call';
import type { Permit } from './run-control';
import type { RuntimePorts } from './runtime-ports';
import { silenceLost } from './veto-window';

type CallPorts = AdmitPorts & Pick<RuntimePorts, 'clock' | 'ids'>;
export type AdmissionCase = JudgedCase & { readonly ports: CallPorts };

const NO_QUESTION =
  'It needs question, a text of 2 000 characters at most; choices, if any, are at most 20 texts of 200, and context one of 4 000.';

/** An admission that may look at the call's target; a look is a call. */
export type DispatchCase = AdmissionCase & {
  /** null: nothing is looked at. */
  readonly look: (declared: Precondition, step: ToolStepState) => Promise<TargetLook | null>;
  readonly permit: Pick<Permit, 'stoppedMs'>;
};

/** The call can't be judged yet. */
export type NotYet = Extract<TargetLook, { kind: 'put_off' }>;

/** The row of one proposed or approved call: an intent (send it now), an admission fact (ask or denied), or a result (it can't be sent). */
export async function admitCall(facts: DispatchCase): Promise<JournalEntry | NotYet> {
  const { state, step, ports } = facts;
  const tool = await ports.catalog.tool(step.tool);
  if (tool === null) return impossible(step, 'tool_missing', `There is no tool ${step.tool} any more.`);
  if (tool.definition.builtin === 'ask_person' && questionOf(step.arguments) === null)
    return impossible(step, 'invalid_arguments', NO_QUESTION);
  const plan = planCall(state, step, tool, ports.hash);
  if (!plan.ok) return impossible(step, plan.error.code, plan.error.message);
  if (step.undo !== null) {
    // A model's call was judged by the schema when it was read; an undo was planned before, maybe for another version.
    const problems = ports.schemas.validate(tool.definition.inputSchema, step.arguments);
    const said = problems.map(({ path, message }) => `${path}: ${message}`).join('; ');
    if (problems.length > 0)
      return impossible(step, 'invalid_arguments', `It does not fit ${tool.name}: ${said}`);
  }
  const judged = await admissionOf(facts, tool, plan.call);
  const look = await lookWherePeopleDecide(facts, tool, judged);
  if (look?.kind === 'put_off') return look;
  if (look?.kind === 'impossible') return impossible(step, look.error.code, look.error.message);
  const admission = look === null ? judged : { ...judged, target: look.target };
  return step.status === 'proposed'
    ? firstLook(facts, tool, plan.call, admission)
    : recheck(facts, tool, plan.call, admission);
}

/** null: its tool binds it to no target, or no person has a say in it. */
async function lookWherePeopleDecide(
  { step, look }: DispatchCase,
  { definition: { precondition } }: ToolVersion,
  { verdict }: Admission,
): Promise<TargetLook | null> {
  if (precondition === undefined || verdict === 'deny') return null;
  return verdict === 'await_approval' || step.approvedHash !== null ? look(precondition, step) : null;
}

function firstLook(
  facts: AdmissionCase,
  tool: ToolVersion,
  call: PlannedCall,
  admission: Admission,
): JournalEntry {
  switch (admission.verdict) {
    case 'admit':
      return begin(facts, tool, call, admission);
    case 'deny':
      return fact(facts.step, call, admission, null);
    case 'await_approval':
      return fact(facts.step, call, admission, askFirst(facts, tool, call, admission));
  }
}

/**
 * A person has decided, or said that it did not happen, or another attempt is due of what certainly did not: the call is looked at as if it were new, with what is configured now. Denied stays
 * denied whatever was approved. An approval holds for what was shown, an edit for what was agreed on; a difference asks again and says what
 * changed.
 */
function recheck(
  facts: DispatchCase,
  tool: ToolVersion,
  call: PlannedCall,
  admission: Admission,
): JournalEntry {
  const { step, ports } = facts;
  if (step.verdict?.decision === 'edit') {
    const problems = ports.schemas.validate(tool.definition.inputSchema, step.arguments);
    if (problems.length > 0) {
      const said = problems.map((one) => `${one.path}: ${one.message}`).join('; ');
      const message = `The edited arguments do not fit ${tool.name}: ${said}`;
      const reasons = [...admission.reasons, { rule: 'tool.inputSchema', verdict: 'deny' as const, message }];
      return fact(step, call, { ...admission, verdict: 'deny', reasons }, null);
    }
  }
  if (admission.verdict === 'deny') return fact(step, call, admission, null);
  const now = approvalBindingOf(call, admission);
  const approvedHash = bindingHash(now, ports.hash);
  const lost = silenceLost({ ...facts, nowMs: ports.clock.now() }, admission);
  if (lost === null && step.approvedHash === approvedHash)
    return begin(facts, tool, call, admission, approvedHash);
  // Nobody was asked for this very call, and nobody has to be.
  if (step.approvedHash === null && admission.verdict === 'admit') return begin(facts, tool, call, admission);
  const changed = lost === null ? changesSince(step, now) : [lost];
  const asked = {
    ...admission,
    verdict: 'await_approval' as const,
    reasons: [...admission.reasons, ...reopened(step, changed)],
  };
  const superseded = step.approval?.kind === 'tool_call' ? step.approval.id : null;
  return fact(step, call, asked, askFor(facts, call, asked, superseded, changed));
}

/** The call is sent, or what it waits for is waited for. */
function begin(
  { step, ports }: AdmissionCase,
  tool: ToolVersion,
  call: PlannedCall,
  admission: Admission,
  approvedHash?: string,
): JournalEntry {
  const attempt = step.attempts.length + 1;
  const approved = approvedHash === undefined ? {} : { approvedHash };
  if (call.wait !== undefined) {
    const { correlationKey, timeoutMs } = call.wait;
    const { untrustedOutput: tainted, privateData } = tool.definition;
    const until = isoAt(ports.clock.now() + timeoutMs);
    const wait = { waitId: ports.ids.timeOrdered(), correlationKey, until, tainted, privateData };
    return {
      kind: 'intent',
      payload: { type: 'wait', step: step.step, ...wait, call, admission, ...approved },
    };
  }
  return {
    kind: 'intent',
    payload: { type: 'tool', step: step.step, attempt, mode: 'send', call, admission, ...approved },
  };
}

function fact(
  { step }: ToolStepState,
  call: PlannedCall,
  admission: Admission,
  approval: RequestedApproval | null,
): JournalEntry {
  return { kind: 'fact', payload: { type: 'admission', step, call, admission, approval } };
}
