// Knows whether everything that is sealed opens with the keys that a start would have. Refuses to open anything.
import { Client } from 'pg';
import { masterKeyOf, parseMasterKey } from '../../lib/adapters/secrets/master-key';
import type { Env } from '../../lib/env';
import { installationSecrets } from '../../lib/store/embedded/secrets';
import { KEY_USE, type KeyUse } from '../../lib/store/write/sealed-envelopes';
import { type Finding, fine, problem } from './finding';

/** A database that has no such tables yet has nothing sealed. */
const UNDEFINED_TABLE = '42P01';

async function keyIds(env: Env, clusterExists: boolean) {
  if (env.masterKey !== undefined) {
    const key = masterKeyOf(env.masterKey, env.oldMasterKeys);
    return { now: key.id, before: key.earlier.map(({ id }) => id) };
  }
  const kept = await installationSecrets(env.dataDir, { clusterExists });
  const before = kept.oldMasterKey === undefined ? [] : [parseMasterKey(kept.oldMasterKey).id];
  const given = env.oldMasterKeys.map((key) => masterKeyOf(key).id);
  return { now: parseMasterKey(kept.masterKey).id, before: [...before, ...given] };
}

const sum = (uses: readonly KeyUse[]) => uses.reduce((total, { envelopes }) => total + envelopes, 0);

export async function masterKeyFinding(env: Env, url: string, clusterExists: boolean): Promise<Finding> {
  const name = 'Master key';
  const { now, before } = await keyIds(env, clusterExists);
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const { rows } = await client.query<KeyUse>(KEY_USE);
    const foreign = rows.filter(({ keyId }) => keyId !== now && !before.includes(keyId));
    if (foreign.length > 0) {
      const ids = [...new Set(foreign.map(({ keyId }) => keyId.slice(0, 8)))].join(', ');
      return problem(
        name,
        `${sum(foreign)} sealed values need another master key (${ids}); the one in force is ${now.slice(0, 8)}`,
        'Set BULKHEAD_OLD_MASTER_KEYS to the key that sealed them, then `npm run rotate-master-key`.',
      );
    }
    const old = sum(rows.filter(({ keyId }) => keyId !== now));
    const all = `${sum(rows)} sealed values, key ${now.slice(0, 8)}`;
    if (old === 0) return fine(name, all);
    return fine(name, `${all}; ${old} of them still need the key before: run \`npm run rotate-master-key\``);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === UNDEFINED_TABLE)
      return fine(name, 'nothing is sealed yet');
    throw error;
  } finally {
    await client.end();
  }
}
