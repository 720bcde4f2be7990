// One call as Cedar is asked about it: the agent is the principal, the tool is action and resource, the rest is context.
import type { PolicyRequest } from '../../ports/policy';
import { argumentsType } from './cedar-types';
import { type CedarValue, cedarValue, hundredths, UnrepresentableError, wellFormed } from './cedar-values';

/** Names of context attributes that rules read; what none of them reads is not given to them. */
export type ReadsContext = (attribute: string) => boolean;

export type CedarRequest = ReturnType<typeof cedarRequest>;

/** @throws UnrepresentableError for a value that Cedar could hold only as another one, where a rule reads it. */
export function cedarRequest(request: PolicyRequest, reads: ReadsContext) {
  const { agent, agentVersion, tool, toolVersion, effect, risk } = request;
  const { externalSink, untrustedOutput, privateData } = request;
  const principal = { type: 'Agent', id: agent };
  const resource = { type: 'Tool', id: tool };
  const toolAttributes = { effect, risk, externalSink, untrustedOutput, privateData };
  return {
    principal,
    action: { type: 'Action', id: tool },
    resource,
    context: contextOf(request, reads),
    entities: [
      {
        uid: principal,
        attrs: { name: agent, version: agentVersion },
        parents: [],
        tags: tagsOf(request.agentLabels, 'the agent’s labels'),
      },
      {
        uid: resource,
        attrs: { name: tool, version: toolVersion, ...toolAttributes },
        parents: [],
        tags: tagsOf(request.toolLabels, 'the tool’s labels'),
      },
    ],
  };
}

function contextOf(request: PolicyRequest, reads: ReadsContext): Record<string, CedarValue> {
  const { tainted, privateDataSeen, attended, trigger, amount, confidence, inputSchema } = request;
  const context: Record<string, CedarValue> = { tainted, privateDataSeen, attended, trigger };
  if (amount !== null && reads('amount')) context.amount = hundredths(amount, 'the amount');
  if (confidence !== null && reads('confidencePercent')) context.confidencePercent = percent(confidence);
  if (reads('arguments'))
    context.arguments = cedarValue(request.arguments, argumentsType(inputSchema), 'arguments') ?? {};
  return context;
}

/** Rounded down: nothing counts as surer than it was said. */
function percent(confidence: number): number {
  if (!Number.isFinite(confidence)) throw new UnrepresentableError('the confidence is no number');
  return Math.floor(confidence * 100 + 1e-9);
}

function tagsOf(labels: Readonly<Record<string, string>>, at: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).map(([name, value]) => [wellFormed(name, at), wellFormed(value, at)]),
  );
}
