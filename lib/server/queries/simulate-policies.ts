// What the active version and the draft would say of one call. Nothing is sent, nothing is recorded.
import 'server-only';
import { CedarEngine, UnreadablePolicyError } from '../../adapters/policy/cedar-engine';
import { differs } from '../../adapters/policy/cedar-policy';
import type { PolicySimulation, SimulatePoliciesBody } from '../../contract/policy';
import type { PolicyVerdict } from '../../domain/admission';
import { RequestError } from '../../domain/errors';
import type { PolicyTexts } from '../../domain/policy-set';
import { isAttended } from '../../domain/run';
import { amountOf } from '../../guard/amount-rule';
import type { PolicyRequest } from '../../ports/policy';
import { policyFactsOf, toolFacts } from '../../runtime/policy-request';
import { readPolicyDraft } from '../../store/read/read-policies';
import type { App } from '../app';
import { readConfigured } from './configuration';

const engine = new CedarEngine();
export const DRAFT_VERSION = 'draft';

/** @throws RequestError not_found for an agent or a tool that there is not. */
export async function simulatePolicies(
  app: Pick<App, 'db' | 'policy' | 'catalog'>,
  { call, texts }: SimulatePoliciesBody,
): Promise<PolicySimulation> {
  const request = await requestOf(app, call);
  // What is only logged is no part of the comparison.
  const { candidate: _, ...active } = await app.policy.evaluate(request);
  const drafted = texts ?? (await readPolicyDraft(app.db))?.texts;
  const draft = drafted === undefined ? active : verdictOfTexts(drafted, [request])?.[0];
  const facts = policyFactsOf(request);
  if (draft === undefined) return { facts, active, draft: null, differs: false };
  return { facts, active, draft, differs: differs(active, draft) };
}

/** Null where the texts can't be read. */
export function verdictOfTexts(
  texts: PolicyTexts,
  requests: readonly PolicyRequest[],
): PolicyVerdict[] | null {
  try {
    const compiled = engine.compile(DRAFT_VERSION, texts);
    return requests.map((request) => engine.evaluate(compiled, request));
  } catch (error) {
    if (error instanceof UnreadablePolicyError) return null;
    throw error;
  }
}

async function requestOf(
  app: Pick<App, 'db' | 'catalog'>,
  call: SimulatePoliciesBody['call'],
): Promise<PolicyRequest> {
  const agent = (await readConfigured(app, 'agent', call.agent)).shape;
  const tool = await app.catalog.tool(call.tool);
  if (tool === null) throw new RequestError('not_found', `There is no tool ${call.tool}.`);
  return {
    ...toolFacts(tool),
    agent: agent.name,
    agentVersion: agent.version,
    agentLabels: agent.definition.labels,
    arguments: call.arguments,
    inputSchema: tool.definition.inputSchema,
    amount: amountOf(tool, call.arguments),
    confidence: call.confidence,
    tainted: call.tainted,
    privateDataSeen: call.privateDataSeen,
    trigger: call.trigger,
    attended: isAttended(call.trigger),
  };
}
