// Rotates the master key of an installation; run by scripts/rotate-master-key.mjs. Ends with 0 only where the key before is needed no more.
import { MasterKeyError, masterKeyOf, parseMasterKey } from '../../lib/adapters/secrets/master-key';
import { sha256Hex } from '../../lib/adapters/system/hash-text';
import type { Env } from '../../lib/env';
import { rotateMasterKey } from '../../lib/server/master-key/rotate-master-key';
import { openDatabase as openPool } from '../../lib/store/database';
import { beginKeyRotation, endKeyRotation } from '../../lib/store/embedded/secrets';
import { type DataDir, openDataDir } from '../launch/data-dir';
import { openDatabase } from '../launch/database';
import { readEnvironment } from '../launch/environment';
import { reportFailure, StepFailed, say, step } from '../launch/report';
import { runningLaunch, takeStartLock } from '../launch/start-lock';

type Keys = {
  readonly masterKey: Uint8Array;
  readonly old: readonly Uint8Array[];
  /** When nothing needs the old ones any more. */
  readonly done: () => Promise<string>;
  readonly release: () => Promise<void>;
};

function givenKeys({ masterKey, oldMasterKeys }: Env): Keys | undefined {
  if (masterKey === undefined) return undefined;
  if (oldMasterKeys.length === 0)
    throw new StepFailed(
      'BULKHEAD_MASTER_KEY is set, and no key that came before it',
      'Set BULKHEAD_MASTER_KEY to the new key and BULKHEAD_OLD_MASTER_KEYS to the one before it, here and in every process of Bulkhead.',
    );
  const done = async () =>
    'Take BULKHEAD_OLD_MASTER_KEYS away and start every process again. Keep the old key for as long as you keep backups from before.';
  return { masterKey, old: oldMasterKeys, done, release: async () => {} };
}

/** The key in secrets.json is for one machine: it is changed while nothing runs that has read it. */
async function keptKeys(env: Env, dataDir: DataDir): Promise<Keys> {
  const lock = await takeStartLock(dataDir);
  try {
    const kept = await beginKeyRotation(env.dataDir);
    const bytes = (text: string) => Buffer.from(text, 'base64');
    parseMasterKey(kept.masterKey);
    const done = async () => {
      await endKeyRotation(env.dataDir);
      return 'secrets.json holds the new key alone. Copy it to where you kept the old one, and keep that for as long as you keep backups from before.';
    };
    const old = kept.oldMasterKey === undefined ? [] : [bytes(kept.oldMasterKey)];
    return { masterKey: bytes(kept.masterKey), old, done, release: () => lock.release() };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

async function rotate(keys: Keys, url: string): Promise<number> {
  const db = openPool({ url, size: 2, onIdleError: () => {} });
  try {
    const masterKey = masterKeyOf(keys.masterKey, keys.old);
    const { left } = await step('Master key', async () => {
      const value = await rotateMasterKey({ db, masterKey, hash: sha256Hex });
      return {
        value,
        note: `sealed ${value.resealed} values anew with key ${masterKey.id.slice(0, 8)}`,
      };
    });
    const old = new Set(masterKey.earlier.map(({ id }) => id));
    for (const { place, keyId, envelopes } of left) {
      const why = old.has(keyId)
        ? 'they are damaged, or a process still runs with that key'
        : 'it is none of those given';
      say(`! ${envelopes} of the ${place} are sealed with key ${keyId.slice(0, 8)}: ${why}`);
    }
    if (left.length === 0) say(await keys.done());
    else say('The old key is still needed. Mend what stands above, and run the command again.');
    return left.length === 0 ? 0 : 1;
  } finally {
    await db.close();
  }
}

async function main(): Promise<number> {
  try {
    const env = readEnvironment();
    const dataDir = await openDataDir(env.dataDir);
    const keys = givenKeys(env) ?? (await keptKeys(env, dataDir));
    try {
      const database = await step('Database', async () => {
        const value = await openDatabase(env);
        return { value, note: value.note };
      });
      try {
        return await rotate(keys, database.ownerUrl);
      } finally {
        if (database.cluster?.startedNow && (env.masterKey === undefined || !(await runningLaunch(dataDir))))
          await database.cluster.stop();
      }
    } finally {
      await keys.release();
    }
  } catch (error) {
    if (error instanceof MasterKeyError)
      return reportFailure(new StepFailed(error.message, 'Bring secrets.json back from a backup.'));
    return reportFailure(error);
  }
}

process.exit(await main());
