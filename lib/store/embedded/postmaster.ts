// Knows PostgreSQL's own process: finds it by its pid file, starts it in a session of its own, stops it.
// Refuses to signal a process that isn't the postmaster of this very folder.
import { execFileSync, spawn } from 'node:child_process';
import { readFile, readlink, realpath, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Account } from './operating-account';
import { identifyProcess, isRunning, type ProcessIdentity, signalProcess } from './process-identity';
import { PROGRAM_ENVIRONMENT } from './program-environment';
import { waitUntil } from './wait-until';

export interface Postmaster {
  readonly process: ProcessIdentity;
  readonly port: number;
}

/**
 * How the folder is named to PostgreSQL. Another account can't walk through a parent with mode 0700, but a process
 * may always use the folder it stands in: it is started there and told so. PostgreSQL never leaves that folder.
 */
export function folderNameFor(account: Account | undefined, folder: string): string {
  return account && process.platform === 'linux' ? '/proc/self/cwd' : folder;
}

/** By its working folder, which PostgreSQL never leaves; where that is hidden (a container's root), by its call. */
async function isPostmasterOf(pid: number, clusterDir: string, port: number | undefined): Promise<boolean> {
  if (process.platform !== 'linux') return commandOf(pid).includes(clusterDir);
  const folder = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
  if (folder !== undefined) return folder === (await realpath(clusterDir));
  const [owner, wanted] = await Promise.all([stat(`/proc/${pid}`).catch(() => undefined), stat(clusterDir)]);
  if (owner?.uid !== wanted.uid) return false;
  const call = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return call.includes('postgres\0-D\0') && call.includes(`\0-p\0${port}\0`);
}

function commandOf(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return ''; // ps exits with 1 when there is no such process
  }
}

/** What the folder's pid file says: the number, and the port once PostgreSQL has written it. */
async function pidFile(clusterDir: string): Promise<{ pid: number; port: number | undefined } | undefined> {
  const text = await readFile(join(clusterDir, 'postmaster.pid'), 'utf8').catch(() => undefined);
  const lines = text?.split('\n');
  const pid = Number(lines?.[0]);
  if (!lines || !Number.isInteger(pid) || pid <= 0) return undefined;
  const port = Number(lines[3]);
  return { pid, port: Number.isInteger(port) && port > 0 ? port : undefined };
}

/**
 * The postmaster that runs on this folder; undefined when there is none. A pid file that a killed one left is not
 * believed, even if another process has its number now.
 */
export async function findPostmaster(clusterDir: string): Promise<Postmaster | undefined> {
  const first = await pidFile(clusterDir);
  const identity = first && identifyProcess(first.pid);
  if (!identity) return undefined;
  // The port's line is written a moment after the pid's.
  const port = await waitUntil(async () => (await pidFile(clusterDir))?.port, { withinMs: 2_000 });
  if (port === undefined || !(await isPostmasterOf(first.pid, clusterDir, port))) return undefined;
  return { process: identity, port };
}

function isNumberInUse(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Removes the pid file of a dead postmaster whose number is in use: by another process, or by its own remains that
 * nobody has collected (a container without an init). PostgreSQL would take that for its predecessor and refuse to
 * start. Children of the dead one still stop it, by the shared memory they hold. Call only under the cluster's lock.
 */
export async function removeStalePidFile(clusterDir: string): Promise<void> {
  const file = await pidFile(clusterDir);
  if (file && isNumberInUse(file.pid) && !(await findPostmaster(clusterDir))) {
    await rm(join(clusterDir, 'postmaster.pid'), { force: true });
  }
}

export interface StartOptions {
  readonly program: string;
  readonly clusterDir: string;
  readonly account: Account | undefined;
  readonly port: number;
  /** An open file for PostgreSQL's log. */
  readonly logFd: number;
}

/**
 * Starts PostgreSQL and returns at once. It gets a session of its own, so that Ctrl-C in a terminal doesn't shut it
 * down under a draining server, and it outlives this process. Loopback only, no socket file.
 */
export async function spawnPostmaster(options: StartOptions): Promise<Postmaster> {
  const { program, clusterDir, account, port, logFd } = options;
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'logging_collector=off',
    'log_destination=stderr',
    'timezone=UTC',
    'log_timezone=UTC',
  ].flatMap((setting) => ['-c', setting]);
  const folder = folderNameFor(account, clusterDir);
  const child = spawn(program, ['-D', folder, '-p', String(port), ...settings], {
    cwd: clusterDir,
    detached: true,
    stdio: ['ignore', logFd, logFd],
    env: PROGRAM_ENVIRONMENT,
    ...account,
  });
  const pid = await new Promise<number>((resolve, reject) => {
    child.once('error', (cause) => reject(new Error(`${program} could not be started`, { cause })));
    child.once('spawn', () => resolve(child.pid ?? 0));
  });
  child.unref();
  // Without an identity it is gone already; the caller sees that when it asks whether it runs.
  return { process: identifyProcess(pid) ?? { pid, mark: 'gone' }, port };
}

/**
 * Stops PostgreSQL: open transactions are rolled back, everything committed is on disk. Returns when it is gone.
 * Escalates after 20 s to an immediate stop (the next start recovers), after 5 more to a kill.
 */
export async function stopPostmaster({ process: identity }: Postmaster): Promise<void> {
  const gone = (withinMs: number) => waitUntil(() => !isRunning(identity), { withinMs });
  signalProcess(identity, 'SIGINT');
  if (await gone(20_000)) return;
  signalProcess(identity, 'SIGQUIT');
  if (await gone(5_000)) return;
  signalProcess(identity, 'SIGKILL');
  if (!(await gone(5_000))) throw new Error(`PostgreSQL (process ${identity.pid}) can't be stopped`);
}
