// Says what this installation is called.
import 'server-only';
import type { PutSettingsBody, SettingsShape } from '../../contract/installation';
import { actorOf } from '../../domain/principal';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { putInstallation } from '../../store/write/put-installation';
import { requireScope } from '../authorize';
import { requireVersion } from '../http/if-match';
import type { CommandContext } from './command-context';

export type PutSettings = PutSettingsBody & { readonly ifMatch: number | 'any' | null };

/** The same again changes nothing. @throws RequestError version_mismatch */
export async function putSettings(
  { app, principal, requestId }: CommandContext,
  { displayName, ifMatch }: PutSettings,
): Promise<SettingsShape> {
  requireScope(principal, 'admin');
  const by = actorOf(principal);
  const { version, changed } = await inTransaction(app.db, 'put settings', async (tx) => {
    const outcome = await putInstallation(tx, { displayName }, by, (latest) =>
      requireVersion(ifMatch, latest),
    );
    if (!outcome.changed) return outcome;
    const entry = {
      actor: by,
      action: 'settings.put',
      entity: { kind: 'settings', id: 'installation' },
      before: { ...outcome.before },
      after: { displayName },
      requestId,
    } as const;
    await appendAudit(tx, entry, app.hash);
    return outcome;
  });
  if (changed) app.hints.publish([{ topic: 'settings', id: 'installation' }]);
  return { displayName, version };
}
