// Knows how sign-ins begin, stay fresh and end, by the database's clock. Refuses to revive one that ended.
import type { Transaction } from '../prisma';
import { withoutNul } from '../runs/sections';

export type NewSession = {
  readonly id: string;
  readonly userId: string;
  /** The user's at sign-in. */
  readonly sessionVersion: number;
  readonly lastsMs: number;
  readonly userAgent: string | null;
  readonly address: string | null;
  readonly method: 'password' | 'oidc';
  /** When the person proved who they are, in seconds since 1970 by their issuer; `now` for here and now; null: not known. */
  readonly authenticatedAtS: number | 'now' | null;
  /** It opens nothing until its person has a second factor. */
  readonly mustEnrol: boolean;
};

/** An issuer whose clock is ahead proves nothing for later. `least` passes null over, so what is not known is told from it first. */
const PROVEN_AT = (value: string, isNow: string) =>
  `CASE WHEN ${isNow} THEN now() WHEN ${value}::float8 IS NULL THEN NULL ELSE least(now(), to_timestamp(${value}::float8)) END`;

const AGENT_MOST = 300;

export async function createSession(tx: Transaction, session: NewSession): Promise<void> {
  await tx.$executeRawUnsafe(
    `INSERT INTO session (id, user_id, session_version, created_at, last_seen_at, expires_at, user_agent, address, method,
       authenticated_at, must_enrol)
     VALUES ($1::uuid, $2::uuid, $3, now(), now(), now() + make_interval(secs => $4::float8 / 1000), $5, $6, $7,
       ${PROVEN_AT('$8', '$9')}, $10)`,
    session.id,
    session.userId,
    session.sessionVersion,
    session.lastsMs,
    session.userAgent === null ? null : withoutNul(session.userAgent).slice(0, AGENT_MOST),
    session.address,
    session.method,
    session.authenticatedAtS === 'now' ? null : session.authenticatedAtS,
    session.authenticatedAtS === 'now',
    session.mustEnrol,
  );
}

/**
 * Notes that its person proved anew who they are; null leaves what was known.
 * @returns false where it has ended meanwhile, also by a change of role or password
 */
export async function stampSession(
  tx: Transaction,
  sessionId: string,
  authenticatedAtS: number | 'now' | null,
): Promise<boolean> {
  const stamped = await tx.$executeRawUnsafe(
    `UPDATE session s SET authenticated_at = coalesce(${PROVEN_AT('$2', '$3')}, s.authenticated_at) FROM app_user u
     WHERE s.id = $1::uuid AND u.id = s.user_id AND s.session_version = u.session_version AND s.revoked_at IS NULL AND s.expires_at > now()`,
    sessionId,
    authenticatedAtS === 'now' ? null : authenticatedAtS,
    authenticatedAtS === 'now',
  );
  return stamped === 1;
}

/** Notes that the session was used, at most once a minute. */
export async function touchSession(tx: Transaction, sessionId: string): Promise<void> {
  await tx.$executeRawUnsafe(
    `UPDATE session SET last_seen_at = now()
     WHERE id = $1::uuid AND revoked_at IS NULL AND last_seen_at < now() - interval '1 minute'`,
    sessionId,
  );
}

/** Ends one session of this person. @returns false when it is not theirs or has ended. */
export async function revokeSession(tx: Transaction, userId: string, sessionId: string): Promise<boolean> {
  const ended = await tx.$executeRawUnsafe(
    `UPDATE session SET revoked_at = now() WHERE id = $1::uuid AND user_id = $2::uuid AND revoked_at IS NULL AND expires_at > now()`,
    sessionId,
    userId,
  );
  return ended === 1;
}

/** Ends all sessions of a person but `keptId`, and what signs in meanwhile. @returns how many were open. */
export async function revokeAllSessions(
  tx: Transaction,
  userId: string,
  keptId: string | null = null,
): Promise<number> {
  const ended = await tx.$executeRawUnsafe(
    `UPDATE session s SET revoked_at = now() FROM app_user u
     WHERE s.user_id = $1::uuid AND u.id = s.user_id AND s.session_version = u.session_version
       AND s.revoked_at IS NULL AND s.expires_at > now() AND ($2::uuid IS NULL OR s.id <> $2::uuid)`,
    userId,
    keptId,
  );
  await tx.$executeRawUnsafe(
    `WITH raised AS (UPDATE app_user SET session_version = session_version + 1, updated_at = now() WHERE id = $1::uuid
       RETURNING session_version)
     UPDATE session SET session_version = raised.session_version FROM raised
     WHERE id = $2::uuid AND user_id = $1::uuid AND session.session_version = raised.session_version - 1`,
    userId,
    keptId,
  );
  return ended;
}

/** Removes sessions that ended more than `olderThanDays` ago. */
export function pruneSessions(tx: Transaction, olderThanDays: number): Promise<number> {
  return tx.$executeRawUnsafe(
    `DELETE FROM session WHERE least(expires_at, revoked_at) < now() - make_interval(days => $1::int)`,
    olderThanDays,
  );
}
