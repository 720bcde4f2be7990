// Knows people, their sessions and keys, as signing in and each later request need them. Refuses whoever was disabled, revoked or ran out.
import { z } from 'zod';
import { type Role, role, type Scope, scope } from '../../domain/principal';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { isUuid } from './cursor';

type Pooled = Pick<Database, 'pool'>;

async function rowsOf<R extends object>(
  db: Pooled,
  name: string,
  text: string,
  values: unknown[],
): Promise<R[]> {
  try {
    return (await db.pool.query<R>({ name, text, values })).rows;
  } catch (error) {
    throw storeError(error, name);
  }
}

export type StoredUser = {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  /** Null: signs in at the issuer alone. */
  readonly passwordHash: string | null;
  readonly sessionVersion: number;
  readonly disabled: boolean;
  /** Until when it opens anything (ISO 8601); null: the person's own. */
  readonly passwordUntil: string | null;
  /** It was temporary, and its time is over: it opens nothing. */
  readonly passwordIsOver: boolean;
};

const USER = `SELECT id, email, name, role, password_hash AS "passwordHash", session_version AS "sessionVersion",
  disabled_at IS NOT NULL AS disabled, password_temporary_until AS "passwordUntil",
  coalesce(password_temporary_until <= now(), false) AS "passwordIsOver" FROM app_user`;

/** Also a disabled one: whoever signs people in has to look. */
export async function findUserByEmail(db: Pooled, email: string): Promise<StoredUser | null> {
  if (email.includes('\0')) return null;
  const rows = await rowsOf<StoredUser>(db, 'user_by_email', `${USER} WHERE email = $1`, [
    email.toLowerCase(),
  ]);
  return rows[0] ? { ...rows[0], role: role.parse(rows[0].role) } : null;
}

export async function readUser(db: Pooled, id: string): Promise<StoredUser | null> {
  if (!isUuid(id)) return null;
  const rows = await rowsOf<StoredUser>(db, 'user_by_id', `${USER} WHERE id = $1`, [id]);
  return rows[0] ? { ...rows[0], role: role.parse(rows[0].role) } : null;
}

export async function countUsers(db: Pooled): Promise<number> {
  const rows = await rowsOf<{ count: number }>(
    db,
    'count_users',
    'SELECT count(*)::int AS count FROM app_user',
    [],
  );
  return rows[0]?.count ?? 0;
}

export type LiveSession = {
  readonly sessionId: string;
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly passwordIsTemporary: boolean;
  /** Its person has to set up a second factor before anything else. */
  readonly mustEnrol: boolean;
  readonly expiresAt: string;
};

const LIVE_SESSION = `SELECT s.id AS "sessionId", u.id AS "userId", u.email, u.name, u.role,
    u.password_temporary_until IS NOT NULL AS "passwordIsTemporary", s.expires_at AS "expiresAt",
    s.must_enrol AND NOT EXISTS (SELECT FROM second_factor f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL) AS "mustEnrol"
  FROM session s JOIN app_user u ON u.id = s.user_id
  WHERE s.id = $1 AND s.revoked_at IS NULL AND s.expires_at > now() AND s.session_version = u.session_version AND u.disabled_at IS NULL`;

/** null when it was revoked, ran out, or its person was disabled or given another role or password since. */
export async function readLiveSession(db: Pooled, sessionId: string): Promise<LiveSession | null> {
  if (!isUuid(sessionId)) return null;
  const rows = await rowsOf<LiveSession>(db, 'live_session', LIVE_SESSION, [sessionId]);
  return rows[0] ? { ...rows[0], role: role.parse(rows[0].role) } : null;
}

/** Whether its person proved who they are within so many minutes. */
export async function isProvenSince(db: Pooled, sessionId: string, minutes: number): Promise<boolean> {
  const text = `SELECT authenticated_at > now() - make_interval(mins => $2::int) AS proven FROM session WHERE id = $1`;
  const rows = await rowsOf<{ proven: boolean | null }>(db, 'session_proven', text, [sessionId, minutes]);
  return rows[0]?.proven ?? false;
}

export async function readSessionMethod(db: Pooled, sessionId: string): Promise<'password' | 'oidc' | null> {
  const text = 'SELECT method FROM session WHERE id = $1';
  const rows = await rowsOf<{ method: 'password' | 'oidc' }>(db, 'session_method', text, [sessionId]);
  return rows[0]?.method ?? null;
}

export type LiveApiKey = {
  readonly id: string;
  readonly name: string;
  /** Compared with the hash of what was sent. */
  readonly hash: string;
  readonly scopes: readonly Scope[];
  readonly userId: string | null;
  /** Of the person it acts for. */
  readonly userRole: Role | null;
};

const LIVE_KEY = (
  column: 'prefix' | 'id',
) => `SELECT k.id, k.name, k.hash, k.scopes, k.user_id AS "userId", u.role AS "userRole"
  FROM api_key k LEFT JOIN app_user u ON u.id = k.user_id
  WHERE k.${column} = $1 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())
    AND (k.user_id IS NULL OR u.disabled_at IS NULL)`;

/** null when there is none, or it was revoked, ran out, or acts for a person who was disabled. */
export async function readLiveApiKey(db: Pooled, prefix: string): Promise<LiveApiKey | null> {
  if (prefix.includes('\0')) return null;
  return liveKey(await rowsOf<LiveApiKey>(db, 'live_api_key', LIVE_KEY('prefix'), [prefix]));
}

export async function readLiveApiKeyById(db: Pooled, id: string): Promise<LiveApiKey | null> {
  if (!isUuid(id)) return null;
  return liveKey(await rowsOf<LiveApiKey>(db, 'live_api_key_by_id', LIVE_KEY('id'), [id]));
}

function liveKey([row]: readonly LiveApiKey[]): LiveApiKey | null {
  if (row === undefined) return null;
  return { ...row, scopes: z.array(scope).parse(row.scopes), userRole: role.nullable().parse(row.userRole) };
}
