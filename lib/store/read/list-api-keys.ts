// Knows the API keys that may be used, as lists show them. Never a hash.
import { z } from 'zod';
import { type ApiKeyShape, apiKeyShape } from '../../contract/api-key';
import type { Page } from '../../contract/page';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { decodeCursor, pageFrom } from './cursor';

const LIVE = `SELECT id, name, prefix, scopes, created_by AS "createdBy", created_at AS "createdAt", last_used_at AS "lastUsedAt",
    expires_at AS "expiresAt"
  FROM api_key WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
    AND ($1::timestamptz IS NULL OR (created_at, id) < ($1::timestamptz, $2::uuid))
  ORDER BY created_at DESC, id DESC LIMIT $3`;

/** Neither revoked nor over, newest first. */
export async function listApiKeys(
  db: Pick<Database, 'pool'>,
  query: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<ApiKeyShape>> {
  const [at, id] = decodeCursor(query.cursor, z.tuple([z.iso.datetime(), z.uuid()])) ?? [null, null];
  try {
    const { rows } = await db.pool.query<ApiKeyShape>(LIVE, [at, id, query.limit + 1]);
    return pageFrom(
      rows,
      query.limit,
      (key) => [key.createdAt, key.id],
      (row) => apiKeyShape.parse(row),
    );
  } catch (error) {
    throw storeError(error, 'list keys');
  }
}
