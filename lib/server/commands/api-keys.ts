// Makes and ends API keys; the key is told once and only its hash is kept.
import 'server-only';
import { newApiKeyText } from '../../adapters/secrets/new-api-key';
import type { CreateApiKeyBody, CreatedApiKeyShape } from '../../contract/api-key';
import { RequestError } from '../../domain/errors';
import { actorOf } from '../../domain/principal';
import { isoAt } from '../../ports/clock';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { putApiKey, revokeApiKey as revoke } from '../../store/write/api-keys';
import { requireFreshProof } from '../auth/require-fresh-proof';
import { personOfNewKey, requireScope } from '../authorize';
import type { CommandContext } from './command-context';
import { saidReason } from './said-reason';

/** It has no scope that its maker does not have, and acts for them: it can do no more than they can at the time of each request. Made by the environment's key, it acts for nobody. @throws RequestError invalid_request, forbidden */
export async function createApiKey(
  { app, principal, requestId }: CommandContext,
  { name, scopes, expiresAt }: CreateApiKeyBody,
): Promise<CreatedApiKeyShape> {
  requireScope(principal, 'people:write');
  for (const scope of scopes) requireScope(principal, scope);
  await requireFreshProof({ app, principal }, 'keys.create');
  const now = app.clock.now();
  if (expiresAt !== null && Date.parse(expiresAt) <= now)
    throw new RequestError('invalid_request', '/expiresAt must be in the future.', [
      { path: '/expiresAt', message: 'must be in the future' },
    ]);
  const { prefix, key } = newApiKeyText();
  app.redactor.learn([{ name: 'BULKHEAD_API_KEY', value: key }]);
  const [id, createdBy, userId] = [app.ids.timeOrdered(), actorOf(principal), personOfNewKey(principal)];
  await inTransaction(app.db, 'create key', async (tx) => {
    await putApiKey(tx, { id, name, prefix, hash: app.hash(key), scopes, userId, createdBy, expiresAt });
    const after = { name, prefix, scopes, expiresAt };
    const entry = {
      actor: createdBy,
      action: 'api_key.create',
      entity: { kind: 'api_key', id },
      after,
      requestId,
    } as const;
    await appendAudit(tx, entry, app.hash);
  });
  app.hints.publish([{ topic: 'api_keys', id }]);
  return { id, name, prefix, scopes, createdBy, createdAt: isoAt(now), lastUsedAt: null, expiresAt, key };
}

/** @throws RequestError not_found when there is none or it was revoked before. */
export async function revokeApiKey(
  { app, principal, requestId }: CommandContext,
  { id, reason }: { readonly id: string; readonly reason: string | undefined },
): Promise<void> {
  requireScope(principal, 'people:write');
  const ended = await inTransaction(app.db, 'revoke key', async (tx) => {
    if (!(await revoke(tx, id))) return false;
    const entry = {
      actor: actorOf(principal),
      action: 'api_key.revoke',
      entity: { kind: 'api_key', id },
      reason: saidReason(reason, app),
      requestId,
    } as const;
    await appendAudit(tx, entry, app.hash);
    return true;
  });
  if (!ended) throw new RequestError('not_found', 'There is no such key, or it was revoked.');
  app.hints.publish([{ topic: 'api_keys', id }]);
}
