// How one's own second factor stands.
import 'server-only';
import type { SecondFactorShape } from '../../contract/second-factor';
import type { Principal } from '../../domain/principal';
import { readSettings } from '../../store/read/read-installation';
import { readSessionMethod, readUser } from '../../store/read/read-people';
import { readFactor } from '../../store/write/second-factor';
import type { App } from '../app';
import { requirePerson } from '../auth/own-proof';

/** @throws RequestError forbidden for a key */
export async function readSecondFactor(
  { db }: Pick<App, 'db'>,
  principal: Principal,
): Promise<SecondFactorShape> {
  const { id, role, sessionId } = requirePerson(principal);
  const [factor, settings, user, method] = await Promise.all([
    readFactor(db, id),
    readSettings(db),
    readUser(db, id),
    sessionId === null ? null : readSessionMethod(db, sessionId),
  ]);
  return {
    since: factor?.confirmedAt ?? null,
    recoveryCodesLeft: factor?.confirmedAt == null ? 0 : factor.recoveryCodesLeft,
    required: settings.secondFactorRoles.includes(role),
    hasPassword: user?.passwordHash != null,
    method,
  };
}
