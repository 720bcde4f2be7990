// Lets an account that is known by its e-mail be taken over by who has that address at the issuer, once and for a day. Refuses where there is no issuer.
import 'server-only';
import type { LinkAllowed } from '../../contract/people';
import { RequestError } from '../../domain/errors';
import { actorOf } from '../../domain/principal';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { lockPerson } from '../../store/write/change-people';
import { allowLink as allow } from '../../store/write/issuer-people';
import { requireFreshProof } from '../auth/require-fresh-proof';
import { requireScope } from '../authorize';
import type { CommandContext } from './command-context';
import { saidReason } from './said-reason';

const LINK_LASTS_MS = 86_400_000;

/** Also over an identity that they have there already: it is replaced. @throws RequestError not_found, conflict, forbidden */
export async function allowLink(
  { app, principal, requestId }: CommandContext,
  { email, reason }: { readonly email: string; readonly reason: string | undefined },
): Promise<LinkAllowed> {
  requireScope(principal, 'people:write');
  await requireFreshProof({ app, principal }, 'people.change');
  const { db, hash, hints, env } = app;
  const { oidc } = env;
  if (oidc === null)
    throw new RequestError('conflict', 'There is no issuer to sign in at: BULKHEAD_OIDC_ISSUER is not set.');
  const until = await inTransaction(db, 'allow link', async (tx) => {
    const user = await lockPerson(tx, email);
    if (user === null) throw new RequestError('not_found', `There is no person ${email}.`);
    if (user.role === 'admin') requireScope(principal, 'admin');
    const allowed = await allow(tx, user.id, LINK_LASTS_MS);
    const entry = {
      actor: actorOf(principal),
      action: 'user.allow_link',
      entity: { kind: 'user', id: user.id },
      after: { until: allowed, issuer: oidc.issuer },
      reason: saidReason(reason, app),
      requestId,
    } as const;
    await appendAudit(tx, entry, hash);
    return allowed;
  });
  hints.publish([{ topic: 'people', id: email }]);
  return { until };
}
