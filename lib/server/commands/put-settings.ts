// Says what this installation is called, and in which zone its days begin.
import 'server-only';
import {
  PROOF_ACTS,
  type PutSettingsBody,
  type SettingsShape,
  settingsShape,
} from '../../contract/installation';
import { RequestError } from '../../domain/errors';
import { jsonValue } from '../../domain/json';
import { actorOf, ROLES } from '../../domain/principal';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { isKnownZone, putInstallation } from '../../store/write/put-installation';
import { requireFreshProof } from '../auth/require-fresh-proof';
import { requireScope } from '../authorize';
import { requireVersion } from '../http/if-match';
import type { CommandContext } from './command-context';

export type PutSettings = PutSettingsBody & { readonly ifMatch: number | 'any' | null };

/** The same again changes nothing. @throws RequestError version_mismatch, invalid_request for a zone that the database does not know */
export async function putSettings(
  { app, principal, requestId }: CommandContext,
  { ifMatch, ...wish }: PutSettings,
): Promise<SettingsShape> {
  requireScope(principal, 'admin');
  await requireFreshProof({ app, principal }, 'settings.change');
  const { zone, secondFactorRoles, reauthenticateFor, linkHosts } = wish;
  // As sets: what is said twice, or in another order, is the same.
  const sets = {
    secondFactorRoles: secondFactorRoles && ROLES.filter((role) => secondFactorRoles.includes(role)),
    reauthenticateFor: reauthenticateFor && PROOF_ACTS.filter((act) => reauthenticateFor.includes(act)),
    linkHosts: linkHosts && [...new Set(linkHosts)].sort(),
  };
  const by = actorOf(principal);
  const { version, changed, after } = await inTransaction(app.db, 'put settings', async (tx) => {
    if (zone !== undefined && !(await isKnownZone(tx, zone))) throw unknownZone(zone);
    const outcome = await putInstallation(tx, { ...wish, ...sets }, by, (latest) =>
      requireVersion(ifMatch, latest),
    );
    if (!outcome.changed) return outcome;
    const entry = {
      actor: by,
      action: 'settings.put',
      entity: { kind: 'settings', id: 'installation' },
      before: jsonValue.parse(outcome.before),
      after: jsonValue.parse(outcome.after),
      requestId,
    } as const;
    await appendAudit(tx, entry, app.hash);
    return outcome;
  });
  if (changed) app.hints.publish([{ topic: 'settings', id: 'installation' }]);
  return settingsShape.parse({ ...after, version });
}

const unknownZone = (zone: string) =>
  new RequestError('invalid_request', `There is no zone ${zone}.`, [
    { path: '/zone', message: 'is no zone that the database knows, such as Europe/Berlin' },
  ]);
