// Knows what must hold over all people at once, and how passwords change. Refuses a change from what is no longer there.
import { type Role, role } from '../../domain/principal';
import type { Transaction } from '../prisma';

export type LockedPerson = {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly version: number;
  readonly disabled: boolean;
  /** Whether somebody else is an administrator with a password of their own: one who never signed in may never do so. */
  readonly otherAdministrators: boolean;
};

/**
 * The person with this address, null when there is none. Changes of people wait for each other until this transaction ends, so that two
 * administrators can't take each other's role at once and leave nobody.
 */
export async function lockPerson(tx: Transaction, email: string): Promise<LockedPerson | null> {
  await tx.$queryRawUnsafe(`SELECT pg_advisory_xact_lock(hashtext('bulkhead:people'))::text`);
  const [found] = await tx.$queryRawUnsafe<LockedPerson[]>(
    `SELECT u.id::text, u.name, u.role, u.version, u.disabled_at IS NOT NULL AS disabled,
       EXISTS (SELECT FROM app_user o WHERE o.role = 'admin' AND o.disabled_at IS NULL AND o.password_temporary_until IS NULL AND o.id <> u.id) AS "otherAdministrators"
     FROM app_user u WHERE u.email = $1`,
    email,
  );
  return found === undefined ? null : { ...found, role: role.parse(found.role) };
}

export type SetPassword = {
  readonly userId: string;
  readonly passwordHash: string;
  /** The hash it replaces; null: whichever there is. */
  readonly from: string | null;
  /** For how long it opens anything before another one is chosen; null: it is the person's own. */
  readonly lastsMs: number | null;
  /** Goes on; all other sessions of the person end. */
  readonly keptSessionId: string | null;
};

/** @returns until when it lasts (ISO 8601, null for good); undefined when the password is no longer `from`. */
export async function setPassword(tx: Transaction, wish: SetPassword): Promise<string | null | undefined> {
  const [changed] = await tx.$queryRawUnsafe<{ until: Date | null; sessionVersion: number }[]>(
    `UPDATE app_user SET password_hash = $2, session_version = session_version + 1, updated_at = now(),
       password_temporary_until = now() + make_interval(secs => $4::float8 / 1000)
     WHERE id = $1::uuid AND ($3::text IS NULL OR password_hash = $3)
     RETURNING password_temporary_until AS until, session_version AS "sessionVersion"`,
    wish.userId,
    wish.passwordHash,
    wish.from,
    wish.lastsMs,
  );
  if (changed === undefined) return undefined;
  if (wish.keptSessionId !== null)
    await tx.$executeRawUnsafe(
      `UPDATE session SET session_version = $2 WHERE id = $1::uuid AND user_id = $3::uuid`,
      wish.keptSessionId,
      changed.sessionVersion,
      wish.userId,
    );
  return changed.until?.toISOString() ?? null;
}
