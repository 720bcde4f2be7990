// Knows the secrets of one installation: made once, kept in its data directory. Refuses to make new ones over old data.
import { randomBytes, randomInt } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { acquireFileLock } from './file-lock';

const schema = z.object({
  /** 32 bytes, base64: seals secrets at rest. Without it the sealed values are lost. */
  masterKey: z.string().default(() => randomBytes(32).toString('base64')),
  /** While everything is being sealed anew: what sealed it before. */
  oldMasterKey: z.string().optional(),
  sessionSecret: z.string().default(() => randomBytes(32).toString('base64url')),
  adminPassword: z.string().default(readablePassword),
  demoPassword: z.string().default(readablePassword),
  databaseSuperuserPassword: z.string().default(() => randomBytes(24).toString('base64url')),
  databaseOwnerPassword: z.string().default(() => randomBytes(24).toString('base64url')),
  databaseAppPassword: z.string().default(() => randomBytes(24).toString('base64url')),
});

export type InstallationSecrets = Readonly<z.infer<typeof schema>>;

/** Four groups of five, without letters that look alike: 100 bits, and a person can type it. */
function readablePassword(): string {
  const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789';
  const group = () => Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return [group(), group(), group(), group()].join('-');
}

export function secretsPath(dataDir: string): string {
  return join(dataDir, 'secrets.json');
}

async function read(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** On disk before anything is sealed with them: a crash right after must not lose the master key. */
async function writeDurably(dataDir: string, text: string): Promise<void> {
  const path = secretsPath(dataDir);
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.chmod(0o600);
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
  const folder = await open(dataDir, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/**
 * The installation's secrets; the first call makes them, later ones (from any process) read the same.
 * Throws when they are unreadable, or gone although a database cluster made with them is still there.
 */
export function installationSecrets(
  dataDir: string,
  { clusterExists }: { readonly clusterExists: boolean },
): Promise<InstallationSecrets> {
  return withSecrets(dataDir, (known) => {
    if (known === undefined && clusterExists) {
      throw new Error(
        `${secretsPath(dataDir)} is gone, but the database beside it was made with the passwords and the master key in it. Bring the file back from a backup, or move the whole data directory away to begin anew.`,
      );
    }
    return known ?? {};
  });
}

/** A new master key beside the one before it; where a rotation was begun already, that one goes on. Throws where there are no secrets yet. */
export function beginKeyRotation(dataDir: string): Promise<InstallationSecrets> {
  return withSecrets(dataDir, (known) => {
    if (known?.masterKey === undefined) throw new Error(`${secretsPath(dataDir)} holds no master key yet`);
    if (known.oldMasterKey !== undefined) return known;
    const { masterKey: oldMasterKey, ...others } = known;
    return { ...others, oldMasterKey };
  });
}

/** Nothing is sealed with the key before any more. */
export function endKeyRotation(dataDir: string): Promise<InstallationSecrets> {
  return withSecrets(dataDir, (known) => {
    const { oldMasterKey: _, ...others } = known ?? {};
    return others;
  });
}

type KnownSecrets = Readonly<Record<string, string>>;

/** What `change` makes of the file, with what is missing made new; on disk when it differs. One caller at a time. */
async function withSecrets(
  dataDir: string,
  change: (known: KnownSecrets | undefined) => KnownSecrets,
): Promise<InstallationSecrets> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const path = secretsPath(dataDir);
  const lock = await acquireFileLock(`${path}.lock`, { withinMs: 10_000 });
  if (!lock) throw new Error(`${path}.lock is held by another process for too long`);
  try {
    const text = await read(path);
    const known = text === undefined ? undefined : parseSecrets(text, path);
    const changed = change(known);
    const whole = schema.parse(changed);
    if (changed !== known || Object.keys(changed).length !== Object.keys(whole).length) {
      await writeDurably(dataDir, `${JSON.stringify(whole, null, 2)}\n`);
    }
    return whole;
  } finally {
    await lock.release();
  }
}

function parseSecrets(text: string, path: string): Record<string, string> {
  try {
    return z.record(z.string(), z.string()).parse(JSON.parse(text));
  } catch (cause) {
    throw new Error(`${path} is damaged: it is no JSON object of secrets. Bring it back from a backup.`, {
      cause,
    });
  }
}
