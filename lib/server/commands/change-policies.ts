// What decides from now on: publishes the draft, takes a version back, lets one be logged beside the active one. Each with a reason, each in the audit.
import 'server-only';
import { checkPolicies } from '../../adapters/policy/check-policies';
import type { PoliciesShape } from '../../contract/policy';
import { RequestError } from '../../domain/errors';
import type { PolicyTexts } from '../../domain/policy-set';
import { actorOf, type Principal } from '../../domain/principal';
import { spoken } from '../../runtime/stored-payload';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import type { Transaction } from '../../store/prisma';
import { readPolicyNames } from '../../store/read/policy-names';
import {
  lockPolicies,
  movePolicies,
  type PolicyHeld,
  type PolicyMove,
  textsOfVersion,
  versionOfTexts,
  wasActive,
} from '../../store/write/change-policies';
import { requireFreshProof } from '../auth/require-fresh-proof';
import { holds, requireScope } from '../authorize';
import { requireVersion } from '../http/if-match';
import { readPolicies } from '../queries/read-policies';
import type { CommandContext } from './command-context';

type Wish = { readonly reason: string; readonly ifMatch: number | 'any' | null };
type OfVersion = Wish & { readonly version?: number | undefined };

/** The draft, or a version that there is. @throws RequestError version_mismatch, not_found, conflict (errors in it, or it is active already), forbidden */
export function publishPolicies(context: CommandContext, wish: OfVersion): Promise<PoliciesShape> {
  return change(context, wish, 'publish', async (tx, held) => {
    const { version, texts } = await chosen(context, tx, wish.version);
    if (version === held.activeVersion) throw conflict(`Version ${version} is active already.`);
    await requireSound(context, texts);
    return version;
  });
}

/** @throws RequestError version_mismatch, not_found, conflict where it never was active, forbidden */
export function rollBackPolicies(
  context: CommandContext,
  wish: OfVersion & { readonly version: number },
): Promise<PoliciesShape> {
  return change(context, wish, 'roll_back', async (tx, held) => {
    const { version } = await chosen(context, tx, wish.version);
    if (version === held.activeVersion) throw conflict(`Version ${version} is active already.`);
    if (!(await wasActive(tx, version)))
      throw conflict(`Version ${version} never was active: publish it instead.`);
    return version;
  });
}

/** The draft becomes a version that is evaluated beside the active one and changes nothing. @throws RequestError version_mismatch, conflict, forbidden */
export function logPolicies(context: CommandContext, wish: Wish): Promise<PoliciesShape> {
  return change(context, wish, 'log_only', async (tx, held) => {
    const { version, texts } = await chosen(context, tx, undefined);
    if (version === held.activeVersion) throw conflict('The draft is what is active: it would say the same.');
    if (version === held.candidateVersion) throw conflict(`Version ${version} is logged already.`);
    await requireSound(context, texts);
    return version;
  });
}

/** @throws RequestError version_mismatch, conflict where none is logged */
export function stopLoggingPolicies(context: CommandContext, wish: Wish): Promise<PoliciesShape> {
  return change(context, wish, 'stop_log_only', async (_tx, { candidateVersion }) => {
    if (candidateVersion === null) throw conflict('No version is logged beside the active one.');
    return candidateVersion;
  });
}

async function change(
  { app, principal, requestId }: CommandContext,
  { reason: given, ifMatch }: Wish,
  act: PolicyMove['act'],
  choose: (tx: Transaction, held: PolicyHeld) => Promise<number>,
): Promise<PoliciesShape> {
  requireScope(principal, 'policies:write');
  if (act === 'publish' || act === 'roll_back')
    await requireFreshProof({ app, principal }, 'policies.publish');
  const by = actorOf(principal);
  const reason = spoken(given, app.redactor);
  await inTransaction(app.db, `policy ${act}`, async (tx) => {
    const held = await lockPolicies(tx);
    requireVersion(ifMatch, held.revision);
    const version = await choose(tx, held);
    if (act !== 'stop_log_only') await requireFloor(principal, tx, held, version);
    await movePolicies(tx, held, { act, version, by, reason });
    const entry = {
      actor: by,
      action: `policy.${act}`,
      entity: { kind: 'policy', id: String(version) },
      before: { activeVersion: held.activeVersion, candidateVersion: held.candidateVersion },
      after: { version },
      reason,
      requestId,
    } as const;
    await appendAudit(tx, entry, app.hash);
  });
  app.policySource.forget();
  app.hints.publish([{ topic: 'policies', id: 'policy' }]);
  return readPolicies(app);
}

async function chosen(
  { principal }: CommandContext,
  tx: Transaction,
  version: number | undefined,
): Promise<{ readonly version: number; readonly texts: PolicyTexts }> {
  if (version !== undefined) {
    const texts = await textsOfVersion(tx, version);
    if (texts === null) throw new RequestError('not_found', `There is no version ${version} of the policy.`);
    return { version, texts };
  }
  const draft = await tx.policyDraft.findFirst();
  if (draft === null) throw conflict('Nothing was drafted.');
  const { floor, permit, ask } = draft;
  const texts = { floor, permit, ask };
  return { version: await versionOfTexts(tx, texts, actorOf(principal)), texts };
}

/** What is published holds for every call at once, so nothing that Cedar finds wrong may stand in it. */
async function requireSound({ app }: CommandContext, texts: PolicyTexts): Promise<void> {
  const { problems } = checkPolicies(texts, await readPolicyNames(app.db));
  const [first, ...others] = problems.filter(({ severity }) => severity === 'error');
  if (first === undefined) return;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  throw conflict(
    `${first.set}, line ${first.line ?? '?'}: ${first.message}${more}. Validate it, and correct it first.`,
  );
}

/** The floor is what nobody may get below, so whoever writes the other rules can't write it. */
async function requireFloor(
  principal: Principal,
  tx: Transaction,
  { activeVersion }: PolicyHeld,
  version: number,
): Promise<void> {
  const [before, after] = [await textsOfVersion(tx, activeVersion), await textsOfVersion(tx, version)];
  if (before?.floor === after?.floor || holds(principal, 'admin')) return;
  throw new RequestError(
    'forbidden',
    'The floor changes with it, and only an administrator may change that.',
  );
}

function conflict(message: string): RequestError {
  return new RequestError('conflict', message);
}
