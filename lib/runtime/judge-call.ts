// The verdict on one call: asks everyone who has a say in it, and decides by what they said. Changes nothing.
import type { Admission, PolicyVerdict } from '@/lib/domain/admission';
import type { AgentDefinition } from '@/lib/domain/agent';
import { StoreUnavailableError } from '@/lib/domain/errors';
import type { PlannedCall } from '@/lib/domain/planned-call';
import type { RunState, ToolStepState } from '@/lib/domain/run-state';
import type { ToolVersion } from '@/lib/domain/tool';
import { admit } from '@/lib/guard/admit';
import { holdsCanary } from '@/lib/guard/canary';
import { secretsIn } from '@/lib/guard/secret-rule';
import type { AmountWindows } from '@/lib/ports/amount-windows';
import type { PolicyRequest } from '@/lib/ports/policy';
import type { RunStore } from '@/lib/ports/run-store';
import { followUpOf } from './follow-up-facts';
import { matchedPatterns } from './grant-patterns';
import { policyFactsOf, policyRequest } from './policy-request';
import type { RuntimePorts } from './runtime-ports';
import { samplingFactOf } from './sampling-facts';
import { isTainted, taintFactsOf } from './taint-facts';
import type { WindowTally } from './window-changes';
import { windowFactsOf } from './window-facts';

/** What a verdict rests on. */
export type AdmitPorts = Pick<RuntimePorts, 'policy' | 'schemas' | 'hash' | 'keyedHash'> & {
  readonly store: Pick<RunStore, 'contactsOn' | 'reviewRate'> & Pick<AmountWindows, 'sumsIn'>;
  readonly catalog: Pick<RuntimePorts['catalog'], 'tool'>;
  readonly redactor: Pick<RuntimePorts['redactor'], 'namesIn'>;
};
export type JudgedCase = {
  readonly state: RunState;
  readonly step: ToolStepState;
  readonly agent: AgentDefinition;
  readonly ports: AdmitPorts;
  /** What the commit that this is for counts in windows so far; none where it is for no commit. */
  readonly uncommitted?: WindowTally;
};

/** What today's rules say of a call that was made before, as it was made; null when its tool is gone. */
export async function admissionToday(facts: JudgedCase): Promise<Admission | null> {
  const { step, ports } = facts;
  const tool = await ports.catalog.tool(step.tool);
  if (tool === null || step.call === null) return null;
  return admissionOf(facts, tool, step.call);
}

/** The verdict on one call by what these ports say, with every reason. */
export async function admissionOf(
  facts: JudgedCase,
  tool: ToolVersion,
  call: PlannedCall,
): Promise<Admission> {
  const { state, step, agent, ports } = facts;
  const asked = requestOf(facts, tool);
  const policy = await policyVerdictOf(ports, asked);
  const grants = agent.tools;
  const called = { tool: tool.name, arguments: step.arguments };
  const admission = admit({
    grants,
    matchedPatterns: matchedPatterns({ ...called, grants, schemas: ports.schemas }),
    escalation: agent.escalation,
    tool,
    arguments: step.arguments,
    policy,
    confidence: step.decision.confidence,
    tainted: asked.tainted,
    privateDataSeen: state.privateDataSeen,
    taint: taintFactsOf(state, step),
    secrets: secretsIn(step.arguments, ports.redactor),
    leaksCanary: state.marks !== null && holdsCanary(step.arguments, state.marks.canary),
    isUndo: step.undo !== null,
    followUp: await followUpOf(call, ports),
    unattended: asked.attended ? null : { queue: null },
    windows: await windowFactsOf({ uncommitted: null, ...facts }, tool, ports),
    sampling: await samplingFactOf(facts, tool, asked.attended, ports),
  });
  return { ...admission, policyFacts: policyFactsOf(asked) };
}

function requestOf(
  { state, step, agent }: Pick<JudgedCase, 'state' | 'step' | 'agent'>,
  tool: ToolVersion,
): PolicyRequest {
  return policyRequest({ state, step, agent, tainted: isTainted(state, step) }, tool);
}

/** What today's policy says of a call as it would be admitted now. */
export function policyVerdictOn(facts: JudgedCase, tool: ToolVersion): Promise<PolicyVerdict> {
  return policyVerdictOf(facts.ports, requestOf(facts, tool));
}

async function policyVerdictOf(
  { policy }: Pick<AdmitPorts, 'policy'>,
  request: PolicyRequest,
): Promise<PolicyVerdict> {
  try {
    return await policy.evaluate(request);
  } catch (cause) {
    if (cause instanceof StoreUnavailableError) throw cause;
    const message = 'The policy could not be evaluated, so the call is denied.';
    return {
      effect: 'deny',
      policyVersion: 'none',
      rules: [{ id: 'policy.error', effect: 'deny', message }],
    };
  }
}
