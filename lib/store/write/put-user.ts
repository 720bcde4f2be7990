// Knows how people are added and changed. Refuses to keep a session alive over a change of role or password.
import { type Role, role } from '../../domain/principal';
import type { Transaction } from '../prisma';

export type PutUser = {
  /** Used when the address is new. */
  readonly id: string;
  /** Compared in lower case. */
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** null keeps the one there is; a new person needs one. */
  readonly passwordHash: string | null;
  /** For how long a new password opens anything before another one is chosen; null: it is the person's own. */
  readonly passwordLastsMs?: number | null;
  readonly disabled: boolean;
};

export type PutUserOutcome = {
  readonly id: string;
  readonly created: boolean;
  /** As it was; null for a new person. */
  readonly before: { readonly name: string; readonly role: Role; readonly disabled: boolean } | null;
};

type Before = {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly disabled: boolean;
};

/**
 * Adds or changes the person with this address. A change of role or password, or being disabled, ends all their sessions.
 * @throws Error for a new person without a password.
 */
export async function putUser(tx: Transaction, user: PutUser): Promise<PutUserOutcome> {
  const email = user.email.toLowerCase();
  const [before] = await tx.$queryRawUnsafe<Before[]>(
    `SELECT id::text, name, role, disabled_at IS NOT NULL AS disabled FROM app_user WHERE email = $1 FOR UPDATE`,
    email,
  );
  if (before === undefined) {
    if (user.passwordHash === null) throw new Error('a new person needs a password');
    await tx.$executeRawUnsafe(
      `INSERT INTO app_user (id, email, name, role, password_hash, created_at, updated_at, disabled_at, password_temporary_until)
       VALUES ($1::uuid, $2, $3, $4, $5, now(), now(), CASE WHEN $6 THEN now() END, now() + make_interval(secs => $7::float8 / 1000))`,
      user.id,
      email,
      user.name,
      user.role,
      user.passwordHash,
      user.disabled,
      user.passwordLastsMs ?? null,
    );
    return { id: user.id, created: true, before: null };
  }
  const endsSessions = before.role !== user.role || user.passwordHash !== null || user.disabled;
  await tx.$executeRawUnsafe(
    `UPDATE app_user SET name = $2, role = $3, password_hash = coalesce($4, password_hash), updated_at = now(), version = version + 1,
       password_temporary_until = CASE WHEN $4 IS NULL THEN password_temporary_until ELSE now() + make_interval(secs => $7::float8 / 1000) END,
       disabled_at = CASE WHEN $5 THEN coalesce(disabled_at, now()) END, session_version = session_version + $6
     WHERE id = $1::uuid`,
    before.id,
    user.name,
    user.role,
    user.passwordHash,
    user.disabled,
    endsSessions ? 1 : 0,
    user.passwordLastsMs ?? null,
  );
  const was = { name: before.name, role: role.parse(before.role), disabled: before.disabled };
  return { id: before.id, created: false, before: was };
}
