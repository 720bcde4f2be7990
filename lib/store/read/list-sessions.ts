// Knows which sessions are open, and whose they are. Refuses to list one that was revoked, ran out or lost its person.
import { z } from 'zod';
import type { Page } from '../../contract/page';
import type { SessionShape } from '../../contract/session';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { decodeCursor, pageFrom } from './cursor';

export type ListedSession = Omit<SessionShape, 'current'>;

const OPEN = `SELECT s.id, json_build_object('id', u.id, 'email', u.email, 'name', u.name) AS user, s.created_at AS "createdAt",
    s.last_seen_at AS "lastSeenAt", s.expires_at AS "expiresAt", s.user_agent AS "userAgent", s.address
  FROM session s JOIN app_user u ON u.id = s.user_id
  WHERE ($1::uuid IS NULL OR s.user_id = $1::uuid)
    AND s.revoked_at IS NULL AND s.expires_at > now() AND s.session_version = u.session_version AND u.disabled_at IS NULL
    AND ($2::timestamptz IS NULL OR (s.created_at, s.id) < ($2::timestamptz, $3::uuid))
  ORDER BY s.created_at DESC, s.id DESC LIMIT $4`;

/** Open ones, newest first; of one person, or with null of everybody. */
export async function listSessions(
  db: Pick<Database, 'pool'>,
  userId: string | null,
  query: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<ListedSession>> {
  const [at, id] = decodeCursor(query.cursor, z.tuple([z.iso.datetime(), z.uuid()])) ?? [null, null];
  const values = [userId, at, id, query.limit + 1];
  try {
    const { rows } = await db.pool.query<ListedSession>({ name: 'open_sessions', text: OPEN, values });
    return pageFrom(
      rows,
      query.limit,
      (session) => [session.createdAt, session.id],
      (session) => session,
    );
  } catch (error) {
    throw storeError(error, 'list sessions');
  }
}
