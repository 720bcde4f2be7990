// What the policy is told of one call; without its arguments it stands in the admission, so that the same can be asked of another version.
import type { PolicyFacts } from '@/lib/domain/admission';
import type { AgentDefinition } from '@/lib/domain/agent';
import { isAttended } from '@/lib/domain/run';
import type { RunState, ToolStepState } from '@/lib/domain/run-state';
import type { ToolVersion } from '@/lib/domain/tool';
import { amountOf } from '@/lib/guard/amount-rule';
import type { PolicyRequest } from '@/lib/ports/policy';

type Asked = {
  readonly state: Pick<RunState, 'agent' | 'agentVersion' | 'privateDataSeen' | 'trigger'>;
  readonly step: ToolStepState;
  readonly agent: Pick<AgentDefinition, 'labels'>;
  readonly tainted: boolean;
};

export function policyRequest({ state, step, agent, tainted }: Asked, tool: ToolVersion): PolicyRequest {
  return {
    ...toolFacts(tool),
    agent: state.agent,
    agentVersion: state.agentVersion,
    agentLabels: agent.labels,
    amount: amountOf(tool, step.arguments),
    confidence: step.decision.confidence,
    tainted,
    privateDataSeen: state.privateDataSeen,
    trigger: state.trigger.kind,
    attended: isAttended(state.trigger.kind),
    arguments: step.arguments,
    inputSchema: tool.definition.inputSchema,
  };
}

/** What a tool's own declaration says of it. */
export function toolFacts({ name, version, definition }: ToolVersion) {
  const { effect, risk, externalSink, untrustedOutput, privateData, labels = {} } = definition;
  const declared = { effect, risk, externalSink, untrustedOutput, privateData };
  return { tool: name, toolVersion: version, toolLabels: labels, ...declared };
}

export function policyFactsOf({ arguments: _, inputSchema, ...facts }: PolicyRequest): PolicyFacts {
  return facts;
}
