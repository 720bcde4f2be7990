// The policy as people see it: what holds, what is only logged, the draft, and what is wrong with each by the tools and agents of this moment.
import 'server-only';
import type { Page } from '../../contract/page';
import type {
  PoliciesShape,
  PolicyChangeShape,
  PolicyDifferenceShape,
  PolicyDraftShape,
  PolicyVersionShape,
} from '../../contract/policy';
import { RequestError } from '../../domain/errors';
import type { PolicyTexts } from '../../domain/policy-set';
import {
  countPolicyDifferences,
  listPolicyDifferences as listDifferences,
} from '../../store/read/policy-differences';
import {
  listPolicyChanges as list,
  type PolicyVersionRecord,
  readPolicyDraft,
  readPolicyState,
  readPolicyVersion,
} from '../../store/read/read-policies';
import type { App } from '../app';
import { checkTexts } from './check-texts';

type Read = Pick<App, 'db' | 'hash'>;

const EMPTY: PolicyTexts = { floor: '', permit: '', ask: '' };

export async function readPolicies(app: Read): Promise<PoliciesShape> {
  const { revision, activeVersion, candidateVersion } = await readPolicyState(app.db);
  const shown = async (version: number | null) =>
    version === null ? null : shapeOf(app, await readPolicyVersion(app.db, version));
  const active = await shown(activeVersion);
  const candidate = await shown(candidateVersion);
  const candidateDifferences =
    candidateVersion === null ? [] : await countPolicyDifferences(app.db, candidateVersion);
  const draft = await readDraft(app, active?.texts ?? EMPTY);
  return { revision, active, candidate, candidateDifferences, draft };
}

async function readDraft(app: Read, texts: PolicyTexts): Promise<PolicyDraftShape> {
  const draft = (await readPolicyDraft(app.db)) ?? { revision: 0, at: null, by: null, texts };
  return { ...draft, ...(await checkTexts(app, draft.texts)) };
}

/** The draft, or what it would begin with. */
export async function readPolicyDraftOf(app: Read): Promise<PolicyDraftShape> {
  return (await readPolicies(app)).draft;
}

async function shapeOf(app: Read, record: PolicyVersionRecord | null): Promise<PolicyVersionShape | null> {
  return record && { ...record, ...(await checkTexts(app, record.texts)) };
}

/** @throws RequestError not_found */
export async function readPolicyVersionOf(app: Read, version: number): Promise<PolicyVersionShape> {
  const found = await shapeOf(app, await readPolicyVersion(app.db, version));
  if (found === null) throw new RequestError('not_found', `There is no version ${version} of the policy.`);
  return found;
}

export function listPolicyChanges(
  { db }: Pick<App, 'db'>,
  query: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<PolicyChangeShape>> {
  return list(db, query);
}

/** Of the newest runs first; nothing for a version that never was logged. */
export function listPolicyDifferences(
  { db }: Pick<App, 'db'>,
  query: { readonly version: number; readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<PolicyDifferenceShape>> {
  return listDifferences(db, query);
}
