// Knows how a new cluster is made: whole, or not at all. Refuses a folder that holds something else.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, open, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Account, giveTo } from './operating-account';
import { folderNameFor } from './postmaster';
import { PROGRAM_ENVIRONMENT } from './program-environment';

/** Major version of the programs in the package; a cluster of another one can't be opened by them. */
const POSTGRES_MAJOR = '18';

const NAMELESS_USER =
  'This user has a number but no name (no line in /etc/passwd), and PostgreSQL wants one. Start as a named user or as root, or set DATABASE_URL to a PostgreSQL of your own.';

/** Whether the folder holds a finished cluster. */
export async function clusterExists(clusterDir: string): Promise<boolean> {
  const version = await readFile(join(clusterDir, 'PG_VERSION'), 'utf8').catch(() => undefined);
  return version !== undefined;
}

/** Throws, with what to do, when the folder can't become or be our cluster. */
export async function assertUsable(clusterDir: string): Promise<void> {
  const version = await readFile(join(clusterDir, 'PG_VERSION'), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EACCES') return undefined;
      throw new Error(
        `${clusterDir} belongs to another user. Start as that user or as root, or set BULKHEAD_DATA_DIR to a folder of your own.`,
        { cause: error },
      );
    },
  );
  if (version !== undefined && version.trim() !== POSTGRES_MAJOR) {
    throw new Error(
      `${clusterDir} was made by PostgreSQL ${version.trim()}, this release brings ${POSTGRES_MAJOR}. Dump it with the older release and restore it into a new data directory.`,
    );
  }
  if (version === undefined && (await readdir(clusterDir).catch(() => [])).length > 0) {
    throw new Error(
      `${clusterDir} is not empty and no database cluster. Move it away, or set BULKHEAD_DATA_DIR to another folder.`,
    );
  }
}

function runInitdb(program: string, folder: string, account: Account | undefined, passwordFd: number) {
  const options = [
    `--pgdata=${folderNameFor(account, folder)}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    '--pwfile=/dev/stdin',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ];
  return new Promise<void>((resolve, reject) => {
    const child = spawn(program, options, {
      cwd: folder,
      stdio: [passwordFd, 'pipe', 'pipe'],
      env: PROGRAM_ENVIRONMENT,
      ...account,
    });
    let said = '';
    const listen = (chunk: Buffer) => {
      said += chunk.toString('utf8');
    };
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    child.once('error', (cause) => reject(new Error(`${program} could not be started`, { cause })));
    child.once('close', (code, signal) => {
      if (code === 0) resolve();
      else if (said.includes('could not look up effective user ID')) reject(new Error(NAMELESS_USER));
      else reject(new Error(`initdb ended with ${signal ?? code}: ${said.trim().slice(-2_000)}`));
    });
  });
}

/**
 * Makes a cluster in `clusterDir` (absent or empty) with the superuser `postgres`. It is made beside and moved into
 * place, so a killed start leaves no half of one. The caller holds the cluster's lock.
 */
export async function initCluster(options: {
  readonly initdb: string;
  readonly clusterDir: string;
  readonly account: Account | undefined;
  readonly superuserPassword: string;
}): Promise<void> {
  const { initdb, clusterDir, account, superuserPassword } = options;
  await removeLeftovers(clusterDir);
  const unfinished = `${clusterDir}.${randomBytes(6).toString('hex')}.unfinished`;
  const passwordFile = `${unfinished}.password`;
  try {
    await mkdir(unfinished, { recursive: true, mode: 0o700 });
    await giveTo(account, unfinished);
    await writeFile(passwordFile, `${superuserPassword}\n`, { mode: 0o600 });
    if (account) await chown(passwordFile, account.uid, account.gid);
    const password = await open(passwordFile, 'r');
    try {
      await runInitdb(initdb, unfinished, account, password.fd);
    } finally {
      await password.close();
    }
    await rmdir(clusterDir).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    await rename(unfinished, clusterDir);
  } finally {
    await rm(passwordFile, { force: true });
    await rm(unfinished, { recursive: true, force: true });
  }
}

async function removeLeftovers(clusterDir: string): Promise<void> {
  const parent = dirname(clusterDir);
  await mkdir(parent, { recursive: true, mode: 0o700 });
  for (const name of await readdir(parent)) {
    const path = join(parent, name);
    if (path.startsWith(`${clusterDir}.`) && /\.unfinished(\.password)?$/.test(name)) {
      // The initdb of a killed start may still be writing there; it ends when it finds its folder gone.
      await rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    }
  }
}
