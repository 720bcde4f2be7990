// What the active version and the draft say today of calls that were made, by what was recorded of them then. Changes nothing.
import 'server-only';
import { CedarEngine, UnreadablePolicyError } from '../../adapters/policy/cedar-engine';
import { differs } from '../../adapters/policy/cedar-policy';
import type { BacktestPoliciesBody, PolicyBacktest } from '../../contract/policy';
import type { PolicyVerdict } from '../../domain/admission';
import { RequestError } from '../../domain/errors';
import type { PolicyRequest } from '../../ports/policy';
import { readPolicyDraft } from '../../store/read/read-policies';
import { type RecordedRequest, readRecordedRequests } from '../../store/read/recorded-requests';
import type { App } from '../app';

type BacktestApp = Pick<App, 'db' | 'policy' | 'catalog'>;

const engine = new CedarEngine();
/** Judged in one go; then others of the process have their turn. */
const AT_ONCE = 20;

/** @throws RequestError conflict where there is no draft, or it can't be read. */
export async function backtestPolicies(
  app: BacktestApp,
  { texts, limit }: BacktestPoliciesBody,
): Promise<PolicyBacktest> {
  const drafted = texts ?? (await readPolicyDraft(app.db))?.texts;
  if (drafted === undefined) throw new RequestError('conflict', 'Nothing was drafted.');
  const draft = compiled(drafted);
  const { requests, unread } = await readRecordedRequests(app.db, limit);
  const differences: PolicyBacktest['differences'] = [];
  let judged = 0;
  for (const recorded of requests) {
    const request = await requestOf(app, recorded);
    if (request === null) continue;
    const { candidate: _, ...active } = await app.policy.evaluate(request);
    const said = engine.evaluate(draft, request);
    if (differs(active, said))
      differences.push({ ...placeOf(recorded), active: told(active), draft: told(said) });
    judged += 1;
    if (judged % AT_ONCE === 0) await new Promise(setImmediate);
  }
  return { judged, unread: unread + requests.length - judged, differences };
}

function compiled(texts: Parameters<CedarEngine['compile']>[1]) {
  try {
    return engine.compile('draft', texts);
  } catch (error) {
    if (!(error instanceof UnreadablePolicyError)) throw error;
    throw new RequestError('conflict', `The draft can’t be read: ${error.message}`);
  }
}

/** Null where the tool's version is gone. */
async function requestOf(app: BacktestApp, recorded: RecordedRequest): Promise<PolicyRequest | null> {
  const { facts, arguments: args } = recorded;
  const tool = await app.catalog.toolVersion(facts.tool, facts.toolVersion);
  return tool && { ...facts, arguments: args, inputSchema: tool.definition.inputSchema };
}

function placeOf({ runId, step, at, facts: { agent, tool, amount } }: RecordedRequest) {
  return { runId, step, at, agent, tool, amount };
}

function told({ effect, rules, requiredRole, veto }: PolicyVerdict) {
  return {
    effect,
    rules: rules.map(({ id }) => id),
    ...(requiredRole === undefined ? {} : { requiredRole }),
    ...(veto === undefined ? {} : { veto }),
  };
}
