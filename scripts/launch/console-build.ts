// Knows the builds of the console, one per state of the sources. Refuses to change one that a server may be serving.
import {
  cp,
  mkdir,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { acquireFileLock, type FileLock } from '../../lib/store/embedded/file-lock';
import { isRunning, ownIdentity, processIdentitySchema } from '../../lib/store/embedded/process-identity';
import { ensurePrismaClient, isPrismaClientCurrent } from './prisma-client';
import { inProject, projectDir } from './project';
import { StepFailed, say } from './report';
import { neutralEnvironment, runNode } from './run-program';
import { sourceHash } from './source-hash';

const buildsDir = inProject('.cache', 'builds');
export const buildLockPath = inProject('.cache', 'build.lock');
const KEPT_BUILDS = 3;
const LOCK_WITHIN_MS = 15 * 60_000;

export interface ConsoleBuild {
  /** Relative to the project, as Next's distDir wants it. */
  readonly distDir: string;
  readonly hash: string;
  readonly madeNow: boolean;
}

/** Held around everything that writes to .next or the generated client; two starts would spoil each other's work. */
export async function takeBuildLock(): Promise<FileLock> {
  const lock = await acquireFileLock(buildLockPath, {
    withinMs: LOCK_WITHIN_MS,
    onWait: ({ pid }) => say(`… another command builds here (process ${pid}), waiting for it`),
  });
  if (lock) return lock;
  throw new StepFailed(
    `${buildLockPath} is held for too long`,
    'End the command that holds it, then try again.',
  );
}

function isFinished(hash: string): Promise<boolean> {
  return stat(join(buildsDir, hash, 'BUILD_ID')).then(
    () => true,
    () => false,
  );
}

/** Links that lead out of the build (to packages) are relative, so they are drawn anew for its new place. */
async function redrawLinks(from: string, to: string): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true }).catch(() => [])) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) await redrawLinks(source, target);
    if (!entry.isSymbolicLink()) continue;
    const leadsTo = resolve(dirname(source), await readlink(source));
    await rm(target, { force: true });
    await symlink(relative(await realpath(dirname(target)), leadsTo), target);
  }
}

async function keep(hash: string): Promise<void> {
  const [made, unfinished] = [inProject('.next'), join(buildsDir, `${hash}.unfinished`)];
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(buildsDir, { recursive: true });
  const leftOut = new Set(
    ['cache', 'dev', 'types', 'trace', 'trace-build', 'diagnostics'].map((name) => join(made, name)),
  );
  await cp(made, unfinished, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !leftOut.has(path),
  });
  await redrawLinks(join(made, 'node_modules'), join(unfinished, 'node_modules'));
  await rename(unfinished, join(buildsDir, hash));
}

async function isInUse(hash: string): Promise<boolean> {
  for (const name of await readdir(buildsDir)) {
    if (!name.startsWith(`${hash}.used-by-`)) continue;
    const path = join(buildsDir, name);
    const user = processIdentitySchema.safeParse(
      JSON.parse(await readFile(path, 'utf8').catch(() => 'null')),
    );
    if (user.success && isRunning(user.data)) return true;
    await rm(path, { force: true });
  }
  return false;
}

async function removeOldBuilds(): Promise<void> {
  const names = (await readdir(buildsDir)).filter((name) => /^[0-9a-f]{16}$/.test(name));
  const aged = await Promise.all(
    names.map(async (name) => ({ name, madeAt: (await stat(join(buildsDir, name))).mtimeMs })),
  );
  for (const { name } of aged.sort((a, b) => b.madeAt - a.madeAt).slice(KEPT_BUILDS)) {
    if (!(await isInUse(name))) await rm(join(buildsDir, name), { recursive: true, force: true });
  }
}

async function build(): Promise<string> {
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const hash = await sourceHash(projectDir);
    const result = await runNode(
      [inProject('node_modules', 'next', 'dist', 'bin', 'next'), 'build'],
      neutralEnvironment(),
    );
    if (result.code !== 0) {
      const reason = result.signal === 'SIGKILL' ? 'was killed (out of memory?)' : 'failed';
      throw new StepFailed(
        `next build ${reason}:\n${result.said.trim().split('\n').slice(-60).join('\n')}`,
        'If the sources are as released, run `npm run doctor` and look at memory and disk space.',
      );
    }
    if ((await sourceHash(projectDir)) !== hash) continue; // edited meanwhile: what was built is neither
    await keep(hash);
    return hash;
  }
  throw new StepFailed(
    'The sources keep changing while they are built',
    'Start again when they are at rest.',
  );
}

/** Says that this process serves the build, so that nobody removes it. Ends with the process. */
async function markAsUsed(hash: string): Promise<void> {
  await writeFile(join(buildsDir, `${hash}.used-by-${process.pid}`), JSON.stringify(ownIdentity())).catch(
    () => {
      // A folder that can't be written to can't be cleaned by others of its kind either.
    },
  );
}

/** Whether a start would find its build and its client, and so need not write to the project. */
export async function isPrepared(): Promise<boolean> {
  return (await isPrismaClientCurrent()) && (await isFinished(await sourceHash(projectDir)));
}

/** Has a build of the present sources; makes one only when there is none. Starts and tests share it. */
export async function ensureConsoleBuild(): Promise<ConsoleBuild> {
  let hash = await sourceHash(projectDir);
  let madeNow = false;
  if (!(await isFinished(hash))) {
    const lock = await takeBuildLock();
    try {
      await ensurePrismaClient();
      hash = await sourceHash(projectDir);
      madeNow = !(await isFinished(hash));
      if (madeNow) hash = await build();
      await markAsUsed(hash);
      await removeOldBuilds();
    } finally {
      await lock.release();
    }
  }
  await markAsUsed(hash);
  return { distDir: relative(projectDir, join(buildsDir, hash)), hash, madeNow };
}
