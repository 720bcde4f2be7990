// Knows people as administrators see them. Never a password's hash.
import { z } from 'zod';
import type { Page } from '../../contract/page';
import { type UserShape, userShape } from '../../contract/people';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { decodeCursor, pageFrom } from './cursor';

type Pooled = Pick<Database, 'pool'>;

const USERS = `SELECT u.id, u.email, u.name, u.role, u.version, u.disabled_at IS NOT NULL AS disabled,
    u.password_temporary_until IS NOT NULL AS "passwordIsTemporary", u.created_at AS "createdAt",
    u.password_hash IS NOT NULL AS "hasPassword", u.issuer, CASE WHEN u.link_until > now() THEN u.link_until END AS "linkUntil",
    EXISTS (SELECT FROM second_factor f WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL) AS "secondFactor",
    seen.last AS "lastSeenAt", seen.open AS "openSessions"
  FROM app_user u CROSS JOIN LATERAL (
    SELECT max(s.last_seen_at) AS last, count(*) FILTER (WHERE s.revoked_at IS NULL AND s.expires_at > now()
      AND s.session_version = u.session_version AND u.disabled_at IS NULL)::int AS open
    FROM session s WHERE s.user_id = u.id) seen`;

async function usersBy(db: Pooled, name: string, rest: string, values: unknown[]): Promise<UserShape[]> {
  try {
    const { rows } = await db.pool.query<UserShape>({ name, text: `${USERS} ${rest}`, values });
    return rows.map((row) => userShape.parse(row));
  } catch (error) {
    throw storeError(error, name);
  }
}

/** By e-mail. */
export async function listUsers(
  db: Pooled,
  query: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<UserShape>> {
  const [after] = decodeCursor(query.cursor, z.tuple([z.string()])) ?? [''];
  const rows = await usersBy(db, 'list_users', 'WHERE u.email > $1 ORDER BY u.email LIMIT $2', [
    after,
    query.limit + 1,
  ]);
  return pageFrom(
    rows,
    query.limit,
    ({ email }) => [email],
    (user) => user,
  );
}

/** Also a disabled one. */
export async function readUserShape(db: Pooled, email: string): Promise<UserShape | null> {
  const [user] = await usersBy(db, 'user_shape', 'WHERE u.email = $1', [email]);
  return user ?? null;
}

/** Who may let others in: enabled administrators, the longest known first. */
export async function listAdministrators(db: Pooled): Promise<{ name: string; email: string }[]> {
  const users = await usersBy(
    db,
    'administrators',
    `WHERE u.role = 'admin' AND u.disabled_at IS NULL ORDER BY u.created_at, u.id LIMIT 20`,
    [],
  );
  return users.map(({ name, email }) => ({ name, email }));
}
