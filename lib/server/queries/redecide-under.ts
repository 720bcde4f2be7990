// Under what recorded runs are decided anew: a version of their agent, and one of the policy or what is drafted of it. Refuses what there is not.
import 'server-only';
import { CedarEngine, UnreadablePolicyError } from '../../adapters/policy/cedar-engine';
import type { RedecideRunBody } from '../../contract/redecide';
import { RequestError } from '../../domain/errors';
import type { Principal } from '../../domain/principal';
import type { Policy } from '../../ports/policy';
import type { RedecideUnder } from '../../runtime/redecide-run';
import { readPolicyDraft, readPolicyVersion } from '../../store/read/read-policies';
import type { App } from '../app';
import { requireScope } from '../authorize';

const engine = new CedarEngine();

/** @throws RequestError invalid_request; conflict where there is no draft, or it can't be read; forbidden. */
export async function underOf(
  app: Pick<App, 'catalog' | 'policies' | 'db'>,
  principal: Principal,
  agent: string | null,
  { version, policyVersion }: RedecideRunBody,
): Promise<RedecideUnder> {
  const policy = await policyOf(app, principal, policyVersion);
  if (version === undefined || agent === null) return { policy };
  const found = await app.catalog.agentVersion(agent, version);
  if (found === null)
    throw new RequestError('invalid_request', 'There is no such version.', [
      { path: '/version', message: `there is no version ${version} of ${agent}` },
    ]);
  return { agent: found, policy };
}

async function policyOf(
  { policies, db }: Pick<App, 'policies' | 'db'>,
  principal: Principal,
  version: RedecideRunBody['policyVersion'],
): Promise<Policy | undefined> {
  if (version === undefined) return undefined;
  if (version === 'draft') return drafted(db, principal);
  if ((await readPolicyVersion(db, version)) === null)
    throw new RequestError('invalid_request', 'There is no such version.', [
      { path: '/policyVersion', message: `there is no version ${version} of the policy` },
    ]);
  return policies.at(version);
}

async function drafted(db: App['db'], principal: Principal): Promise<Policy> {
  requireScope(principal, 'policies:read');
  const draft = await readPolicyDraft(db);
  if (draft === null || draft === undefined) throw new RequestError('conflict', 'Nothing was drafted.');
  try {
    const compiled = engine.compile('draft', draft.texts);
    return { evaluate: async (request) => engine.evaluate(compiled, request) };
  } catch (error) {
    if (!(error instanceof UnreadablePolicyError)) throw error;
    throw new RequestError('conflict', `The draft can’t be read: ${error.message}`);
  }
}
