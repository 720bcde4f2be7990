// Knows people by what they are to the issuer: found, added and linked. Refuses to take an e-mail address for an identity.
import { type Role, role } from '../../domain/principal';
import type { Transaction } from '../prisma';

export type IssuerUser = {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly disabled: boolean;
  readonly sessionVersion: number;
  /** Whether this very identity is theirs. */
  readonly linked: boolean;
  /** Whether an administrator lets this sign-in be linked. */
  readonly mayLink: boolean;
};

export type IssuerIdentity = { readonly issuer: string; readonly subject: string };

/** Who has this identity; else who has this address. Call with people locked (`lockPerson`). */
export async function findIssuerUser(
  tx: Transaction,
  { issuer, subject }: IssuerIdentity,
  email: string,
): Promise<IssuerUser | null> {
  const [found] = await tx.$queryRawUnsafe<IssuerUser[]>(
    `SELECT id::text, email, name, role, disabled_at IS NOT NULL AS disabled, session_version AS "sessionVersion",
       coalesce(issuer = $1 AND subject = $2, false) AS linked, coalesce(link_until > now(), false) AS "mayLink"
     FROM app_user WHERE (issuer = $1 AND subject = $2) OR email = $3
     ORDER BY (issuer = $1 AND subject = $2) DESC NULLS LAST LIMIT 1`,
    issuer,
    subject,
    email,
  );
  return found === undefined ? null : { ...found, role: role.parse(found.role) };
}

/** Without a password. */
export async function addIssuerUser(
  tx: Transaction,
  user: IssuerIdentity & Pick<IssuerUser, 'id' | 'email' | 'name' | 'role'>,
): Promise<void> {
  await tx.$executeRawUnsafe(
    `INSERT INTO app_user (id, email, name, role, issuer, subject, created_at, updated_at)
     VALUES ($1::uuid, $2, $3, $4, $5, $6, now(), now())`,
    user.id,
    user.email,
    user.name,
    user.role,
    user.issuer,
    user.subject,
  );
}

export async function linkIssuerUser(tx: Transaction, id: string, identity: IssuerIdentity): Promise<void> {
  await tx.$executeRawUnsafe(
    `UPDATE app_user SET issuer = $2, subject = $3, link_until = NULL, updated_at = now() WHERE id = $1::uuid`,
    id,
    identity.issuer,
    identity.subject,
  );
}

/** Ends the person's sessions. @returns the version that their sessions have from now on. */
export async function setRole(tx: Transaction, id: string, next: Role): Promise<number> {
  const [changed] = await tx.$queryRawUnsafe<{ sessionVersion: number }[]>(
    `UPDATE app_user SET role = $2, version = version + 1, session_version = session_version + 1, updated_at = now()
     WHERE id = $1::uuid RETURNING session_version AS "sessionVersion"`,
    id,
    next,
  );
  if (changed === undefined) throw new Error('a person whose role is set is there');
  return changed.sessionVersion;
}

/** @returns until when (ISO 8601). */
export async function allowLink(tx: Transaction, id: string, lastsMs: number): Promise<string> {
  const [allowed] = await tx.$queryRawUnsafe<{ until: Date }[]>(
    `UPDATE app_user SET link_until = now() + make_interval(secs => $2::float8 / 1000) WHERE id = $1::uuid
     RETURNING link_until AS until`,
    id,
    lastsMs,
  );
  if (allowed === undefined) throw new Error('a person who may be linked is there');
  return allowed.until.toISOString();
}
