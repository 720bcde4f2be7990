// Knows sealed secrets by name, and their names for lists. Never a value.
import { z } from 'zod';
import { secretShape } from '../../contract/configuration';
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

const SEALED = `SELECT DISTINCT ON (name) name, version, sealed, key_id AS "keyId" FROM secret`;

/** The version in use; null when there is no such secret. */
export async function readSealedSecret(
  db: Pick<Database, 'pool'>,
  name: string,
): Promise<SealedSecret | null> {
  try {
    const { rows } = await db.pool.query<SealedSecret>({
      name: 'sealed_secret',
      text: `${SEALED} WHERE name = $1 ORDER BY name, version DESC`,
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
      text: `SELECT name, version, sealed, key_id AS "keyId" FROM secret WHERE name = $1 ORDER BY version DESC LIMIT 2`,
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

export type SecretShape = z.infer<typeof secretShape>;

const LISTED = `SELECT DISTINCT ON (name) name, version, created_at AS "createdAt", created_by AS "createdBy" FROM secret
  WHERE name > $1 ORDER BY name, version DESC LIMIT $2`;

/** By name, at the version in use. */
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
