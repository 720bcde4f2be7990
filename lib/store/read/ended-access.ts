// Knows whose a key or a session was that opens nothing any more, so that its refusal can be told by name. Opens nothing.
import type { Actor } from '../../domain/principal';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { isUuid } from './cursor';

type Pooled = Pick<Database, 'pool'>;

const SESSION = `SELECT 'user' AS kind, u.id::text, u.name AS label FROM session s JOIN app_user u ON u.id = s.user_id WHERE s.id = $1`;
const KEY = `SELECT id::text, name, hash FROM api_key WHERE prefix = $1`;

/** The person who had this session; null where it is not kept. */
export async function readEndedSession(db: Pooled, sessionId: string): Promise<Actor | null> {
  if (!isUuid(sessionId)) return null;
  try {
    const { rows } = await db.pool.query<Actor>({
      name: 'ended_session',
      text: SESSION,
      values: [sessionId],
    });
    return rows[0] ?? null;
  } catch (error) {
    throw storeError(error, 'read ended session');
  }
}

/** The key with this prefix, whether or not it may be used; its hash is compared before anything is said of it. */
export async function readAnyApiKey(
  db: Pooled,
  prefix: string,
): Promise<{ readonly id: string; readonly name: string; readonly hash: string } | null> {
  try {
    const { rows } = await db.pool.query<{ id: string; name: string; hash: string }>({
      name: 'any_api_key',
      text: KEY,
      values: [prefix],
    });
    return rows[0] ?? null;
  } catch (error) {
    throw storeError(error, 'read any key');
  }
}
