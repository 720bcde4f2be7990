// Knows whether each secret has one source, and whether those from outside can be read. Refuses to show or open a value.
import { Client } from 'pg';
import { OutsideSecrets } from '../../lib/adapters/secrets/outside-secrets';
import { CodedError } from '../../lib/domain/errors';
import type { Env } from '../../lib/env';
import { type Finding, fine, problem } from './finding';

const NAME = 'Secrets from outside';
const REMEDY =
  'Mend or take away that variable or file, or remove the one of the vault (Settings → Secrets).';
/** A database that is not migrated yet holds none. */
const UNDEFINED_TABLE = '42P01';
const IN_USE = `SELECT DISTINCT s.name FROM secret s WHERE s.name = ANY($1::text[])
  AND NOT EXISTS (SELECT FROM secret_removal gone WHERE gone.name = s.name AND gone.version >= s.version)`;

export async function secretSourcesFinding(env: Env, url: string): Promise<Finding> {
  const outside = new OutsideSecrets({ variables: env.secretVariables, directory: env.secretsDir });
  try {
    const names = await outside.names();
    // One that can't be read says which and why.
    for (const name of names) await outside.read(name);
    const twice = await inVault(url, names);
    if (twice.length === 0) return fine(NAME, names.length === 0 ? 'none' : names.join(', '));
    return problem(
      NAME,
      `${twice.join(', ')} stand in the vault as well: calls that need one of these fail`,
      REMEDY,
    );
  } catch (error) {
    if (error instanceof CodedError) return problem(NAME, error.message, REMEDY);
    throw error;
  }
}

async function inVault(url: string, names: readonly string[]): Promise<string[]> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(IN_USE, [names]);
    return rows.map(({ name }) => name).sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === UNDEFINED_TABLE) return [];
    throw error;
  } finally {
    await client.end();
  }
}
