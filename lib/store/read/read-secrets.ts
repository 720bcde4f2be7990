// Knows sealed secrets by name, and their names for lists. Never a value.
import { z } from 'zod';
import {
  type SecretShape,
  type SecretUser,
  type SecretVersionShape,
  secretShape,
  secretUser,
  secretVersionShape,
} from '../../contract/configuration';
import type { Page } from '../../contract/page';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { decodeCursor, pageFrom } from './cursor';

export type SealedSecret = {
  readonly name: string;
  readonly version: number;
  readonly sealed: Uint8Array;
  readonly keyId: string;
};

/** Whether version `s` of a secret is from before its removal. */
const REMOVED = `EXISTS (SELECT FROM secret_removal gone WHERE gone.name = s.name AND gone.version >= s.version)`;

/** The version in use; null when there is no such secret. */
export async function readSealedSecret(
  db: Pick<Database, 'pool'>,
  name: string,
): Promise<SealedSecret | null> {
  try {
    const { rows } = await db.pool.query<SealedSecret>({
      name: 'sealed_secret',
      text: `SELECT name, version, sealed, key_id AS "keyId" FROM secret s WHERE name = $1 AND NOT ${REMOVED} ORDER BY version DESC LIMIT 1`,
      values: [name],
    });
    return rows[0] ?? null;
  } catch (error) {
    throw storeError(error, 'read secret');
  }
}

/** The version in use and the one before it, newest first. */
export async function readLatestSealedSecrets(
  db: Pick<Database, 'pool'>,
  name: string,
): Promise<SealedSecret[]> {
  try {
    const { rows } = await db.pool.query<SealedSecret>({
      name: 'latest_sealed_secrets',
      text: `SELECT name, version, sealed, key_id AS "keyId" FROM secret s WHERE name = $1 AND NOT ${REMOVED} ORDER BY version DESC LIMIT 2`,
      values: [name],
    });
    return rows;
  } catch (error) {
    throw storeError(error, 'read secret');
  }
}

/** Every version of every secret: what was a secret once stays out of logs for good. */
export async function readAllSealedSecrets(db: Pick<Database, 'pool'>): Promise<SealedSecret[]> {
  try {
    const { rows } = await db.pool.query<SealedSecret>({
      name: 'sealed_secrets',
      text: 'SELECT name, version, sealed, key_id AS "keyId" FROM secret ORDER BY name, version',
    });
    return rows;
  } catch (error) {
    throw storeError(error, 'read secrets');
  }
}

/** What names the secret s.name: tools in any text of theirs, models as the key they send, callbacks as what they sign with, channels in any text of theirs. */
const USED_BY = `coalesce((SELECT json_agg(u ORDER BY u.kind, u.name) FROM (
    SELECT 'tool' AS kind, v.name FROM tool t JOIN tool_version v ON v.name = t.name AND v.version = t.active_version
      WHERE t.archived_at IS NULL AND strpos(v.definition::text, '{{secret:' || s.name || '}}') > 0
    UNION ALL SELECT 'model', v.name FROM model m JOIN model_version v ON v.name = m.name AND v.version = m.active_version
      WHERE m.archived_at IS NULL AND v.definition ->> 'apiKeySecret' = s.name
    UNION ALL SELECT 'callback', c.name FROM callback c WHERE c.archived_at IS NULL AND c.secret_ref = s.name
    UNION ALL SELECT 'channel', c.name FROM channel c WHERE c.archived_at IS NULL
      AND (c.definition ->> 'secretRef' = s.name OR strpos(c.definition::text, '{{secret:' || s.name || '}}') > 0)) u), '[]')`;

const LISTED = `SELECT s.name, s.version, s.created_at AS "createdAt", s.created_by AS "createdBy", ${USED_BY} AS "usedBy"
  FROM (SELECT DISTINCT ON (name) * FROM secret WHERE name > $1 ORDER BY name, version DESC) s
  WHERE NOT ${REMOVED} ORDER BY s.name LIMIT $2`;

/** By name, at the version in use; those that were removed are left out. */
export async function listSecrets(
  db: Pick<Database, 'pool'>,
  query: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<SecretShape>> {
  const [after] = decodeCursor(query.cursor, z.tuple([z.string()])) ?? [''];
  try {
    const { rows } = await db.pool.query<SecretShape>(LISTED, [after, query.limit + 1]);
    return pageFrom(
      rows,
      query.limit,
      ({ name }) => [name],
      (row) => secretShape.parse(row),
    );
  } catch (error) {
    throw storeError(error, 'list secrets');
  }
}

/** What names it at this moment. */
export async function readSecretUsers(db: Pick<Database, 'pool'>, name: string): Promise<SecretUser[]> {
  try {
    const { rows } = await db.pool.query<{ usedBy: unknown }>({
      name: 'secret_users',
      text: `SELECT ${USED_BY} AS "usedBy" FROM (SELECT $1::text AS name) s`,
      values: [name],
    });
    return z.array(secretUser).parse(rows[0]?.usedBy);
  } catch (error) {
    throw storeError(error, 'read secret users');
  }
}

const VERSIONS = `SELECT s.version, s.created_at AS "createdAt", s.created_by AS "createdBy",
    (SELECT min(gone.removed_at) FROM secret_removal gone WHERE gone.name = s.name AND gone.version >= s.version) AS "removedAt"
  FROM secret s WHERE s.name = $1 AND ($2::int IS NULL OR s.version < $2::int) ORDER BY s.version DESC LIMIT $3`;

/** Newest first, also those that were removed; null when there never was such a secret. */
export async function listSecretVersions(
  db: Pick<Database, 'pool'>,
  name: string,
  query: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<SecretVersionShape> | null> {
  const [before] = decodeCursor(
    query.cursor,
    z.tuple([
      z
        .number()
        .int()
        .min(1)
        .max(2 ** 31 - 1),
    ]),
  ) ?? [null];
  try {
    const { rows } = await db.pool.query<SecretVersionShape>(VERSIONS, [name, before, query.limit + 1]);
    if (rows.length === 0 && before === null) return null;
    return pageFrom(
      rows,
      query.limit,
      ({ version }) => [version],
      (row) => secretVersionShape.parse(row),
    );
  } catch (error) {
    throw storeError(error, 'list secret versions');
  }
}
