// Writes the draft that everybody shares. It may hold errors, which the answer names; it decides nothing.
import 'server-only';
import type { PolicyDraftShape } from '../../contract/policy';
import type { PolicyTexts } from '../../domain/policy-set';
import { actorOf } from '../../domain/principal';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { lockPolicies, writePolicyDraft } from '../../store/write/change-policies';
import { requireScope } from '../authorize';
import { requireVersion } from '../http/if-match';
import { readPolicyDraftOf } from '../queries/read-policies';
import type { CommandContext } from './command-context';

export type PutPolicyDraft = { readonly texts: PolicyTexts; readonly ifMatch: number | 'any' | null };

/** The same again changes nothing. @throws RequestError version_mismatch where somebody else wrote it meanwhile */
export async function putPolicyDraft(
  { app, principal, requestId }: CommandContext,
  { texts, ifMatch }: PutPolicyDraft,
): Promise<PolicyDraftShape> {
  requireScope(principal, 'policies:write');
  const by = actorOf(principal);
  const { changed } = await inTransaction(app.db, 'put policy draft', async (tx) => {
    await lockPolicies(tx);
    const written = await writePolicyDraft(tx, texts, by, (latest) => requireVersion(ifMatch, latest));
    if (!written.changed) return written;
    const entry = {
      actor: by,
      action: 'policy.draft',
      entity: { kind: 'policy', id: 'draft' },
      after: { revision: written.revision, hash: app.hash(JSON.stringify(texts)) },
      requestId,
    } as const;
    await appendAudit(tx, entry, app.hash);
    return written;
  });
  if (changed) app.hints.publish([{ topic: 'policies', id: 'draft' }]);
  return readPolicyDraftOf(app);
}
