// Knows one lock between processes: a file that names its holder. Refuses a second holder while the first one lives.
import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { isRunning, ownIdentity, type ProcessIdentity } from './process-identity';
import { waitUntil } from './wait-until';

const holderSchema = z.object({ pid: z.number().int(), mark: z.string(), nonce: z.string() });

export interface FileLock {
  /** Gives the lock up; a second call does nothing. */
  release(): Promise<void>;
}

/** A lock file without a readable holder is somebody between creating and writing it, unless it is this old. */
const UNWRITTEN_IS_STALE_AFTER_MS = 5_000;

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

async function createExclusively(path: string, text: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o644);
    try {
      await file.writeFile(text);
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Undefined when the file is half written: then its age judges. */
function holderIn(text: string): z.infer<typeof holderSchema> | undefined {
  try {
    return holderSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function ageMs(path: string, freshFile: string): Promise<number> {
  const [old, fresh] = await Promise.all([stat(path).catch(() => undefined), stat(freshFile)]);
  return old === undefined ? 0 : fresh.mtimeMs - old.mtimeMs;
}

/**
 * Takes the place of a dead holder. Two who saw the same dead holder can't both succeed: the right to replace
 * exactly this text is itself a file that only one can create, and its owner looks again before replacing.
 */
async function replaceDead(path: string, deadText: string, ownText: string): Promise<boolean> {
  const generation = holderIn(deadText)?.nonce ?? 'unwritten';
  const claim = `${path}.${generation}.claim`;
  const fresh = `${path}.${randomBytes(8).toString('hex')}.new`;
  await writeFile(fresh, ownText);
  if (!(await createExclusively(claim, ''))) {
    if ((await ageMs(claim, fresh)) > UNWRITTEN_IS_STALE_AFTER_MS) await rm(claim, { force: true });
    await rm(fresh, { force: true });
    return false;
  }
  try {
    if ((await textOf(path)) !== deadText) return false;
    await rename(fresh, path);
    return true;
  } finally {
    await rm(fresh, { force: true });
    await rm(claim, { force: true });
  }
}

/** Who holds the lock now; undefined when nobody that lives does. */
export async function lockHolder(path: string): Promise<ProcessIdentity | undefined> {
  const text = await textOf(path);
  const holder = text === undefined ? undefined : holderIn(text);
  return holder && isRunning(holder) ? holder : undefined;
}

/** One try, without waiting. Undefined: somebody else holds it (see lockHolder). */
export async function tryFileLock(path: string): Promise<FileLock | undefined> {
  await mkdir(dirname(path), { recursive: true });
  const ownText = JSON.stringify({ ...ownIdentity(), nonce: randomBytes(8).toString('hex') });
  let taken = await createExclusively(path, ownText);
  if (!taken) {
    const text = await textOf(path);
    if (text === undefined) return undefined; // given up just now: the caller may try again
    const holder = holderIn(text);
    const dead = holder ? !isRunning(holder) : await isAbandoned(path);
    if (dead) taken = await replaceDead(path, text, ownText);
  }
  if (!taken) return undefined;
  return {
    async release() {
      if ((await textOf(path)) === ownText) await rm(path, { force: true });
    },
  };
}

/** The file system's own clock judges: a file made now against the one that lies there. */
async function isAbandoned(path: string): Promise<boolean> {
  const probe = `${path}.${randomBytes(8).toString('hex')}.age`;
  await writeFile(probe, '');
  try {
    return (await ageMs(path, probe)) > UNWRITTEN_IS_STALE_AFTER_MS;
  } finally {
    await rm(probe, { force: true });
  }
}

/**
 * Waits for the lock, at most `withinMs`. `onWait` is told once who is waited for. Undefined when time ran out.
 * A holder that dies (kill -9 too) frees it.
 */
export async function acquireFileLock(
  path: string,
  options: { readonly withinMs: number; readonly onWait?: (holder: ProcessIdentity) => void },
): Promise<FileLock | undefined> {
  let told = false;
  return waitUntil(
    async () => {
      const lock = await tryFileLock(path);
      if (lock || told) return lock;
      const holder = await lockHolder(path);
      if (holder) {
        told = true;
        options.onWait?.(holder);
      }
      return undefined;
    },
    { withinMs: options.withinMs, everyMs: 100 },
  );
}
