// Knows how to have the embedded PostgreSQL of a data directory running: connects first, starts only if nobody answers.
// Refuses two clusters on one folder.
import { open, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { runnableBinaries } from './binaries';
import { acquireFileLock } from './file-lock';
import { freePort } from './free-port';
import { assertUsable, clusterExists, initCluster } from './init-cluster';
import { clusterAccount, giveTo } from './operating-account';
import {
  findPostmaster,
  type Postmaster,
  removeStalePidFile,
  spawnPostmaster,
  stopPostmaster,
} from './postmaster';
import { isRunning, type ProcessIdentity } from './process-identity';
import { becomesReady } from './readiness';
import { APP_ROLE, DATABASE, ensureRolesAndDatabase, OWNER_ROLE } from './roles';
import { type InstallationSecrets, installationSecrets } from './secrets';

export interface Cluster {
  readonly process: ProcessIdentity;
  readonly port: number;
  /** False when it ran already: another start of ours, or one that was killed and left it. */
  readonly startedNow: boolean;
  /** True when the data directory held no database before. */
  readonly madeNow: boolean;
  readonly logPath: string;
  /** What the app connects as. */
  readonly appUrl: string;
  /** What migrations run as. */
  readonly ownerUrl: string;
  /** For tests and maintenance: may create and drop databases. */
  superuserUrl(database: string): string;
  isRunning(): boolean;
  /** Stops it, whoever started it. Returns when the process is gone; a second call does nothing. */
  stop(): Promise<void>;
}

const LOCK_WITHIN_MS = 120_000;
/** After kill -9, PostgreSQL's children take a moment to notice and to let go of its shared memory. */
const RETRY_WITHIN_MS = 30_000;
const LOG_LIMIT_BYTES = 10 * 1024 * 1024;

const rememberedSchema = z.object({ port: z.number().int().min(1).max(65_535) });

interface Place {
  readonly dataDir: string;
  readonly clusterDir: string;
  readonly logPath: string;
  readonly portPath: string;
  readonly lockPath: string;
}

function placeIn(dataDir: string): Place {
  return {
    dataDir,
    clusterDir: join(dataDir, 'postgres'),
    logPath: join(dataDir, 'postgres.log'),
    portPath: join(dataDir, 'postgres.json'),
    lockPath: join(dataDir, 'postgres.lock'),
  };
}

function urlFor(role: string, password: string, port: number, database: string): string {
  return `postgresql://${role}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

async function rememberedPort(place: Place): Promise<number | undefined> {
  const text = await readFile(place.portPath, 'utf8').catch(() => '{}');
  try {
    return rememberedSchema.safeParse(JSON.parse(text)).data?.port;
  } catch {
    return undefined; // a damaged note costs nothing but another port
  }
}

/** What may pass by itself: a port taken meanwhile, or the remains of a killed predecessor. */
const PASSING =
  /Address already in use|could not bind|could not create any TCP|postmaster\.pid|shared memory/;

async function start(place: Place, secrets: InstallationSecrets): Promise<Postmaster & { madeNow: boolean }> {
  const { clusterDir } = place;
  const account = await clusterAccount(clusterDir);
  await assertUsable(clusterDir);
  const programs = await runnableBinaries(account, join(place.dataDir, 'cache'));
  const madeNow = !(await clusterExists(clusterDir));
  if (madeNow) {
    const superuserPassword = secrets.databaseSuperuserPassword;
    await initCluster({ initdb: programs.initdb, clusterDir, account, superuserPassword });
  }
  await giveTo(account, clusterDir);
  const until = performance.now() + RETRY_WITHIN_MS;
  for (;;) {
    await removeStalePidFile(clusterDir);
    const port = await freePort(await rememberedPort(place));
    await writeFile(place.portPath, `${JSON.stringify({ port })}\n`);
    const log = await openLog(place.logPath);
    try {
      const program = programs.postgres;
      const postmaster = await spawnPostmaster({ program, clusterDir, account, port, logFd: log.file.fd });
      const url = urlFor('postgres', secrets.databaseSuperuserPassword, port, 'postgres');
      if (await becomesReady(postmaster, url)) return { ...postmaster, madeNow };
    } finally {
      await log.file.close();
    }
    const said = (await readFile(place.logPath)).subarray(log.size).toString('utf8');
    if (!PASSING.test(said) || performance.now() > until) {
      const lastLines = said.trim().split('\n').slice(-5).join('\n');
      throw new Error(`PostgreSQL ended at once. It said:\n${lastLines}\nIts whole log: ${place.logPath}`);
    }
    await pause(200);
  }
}

async function openLog(path: string) {
  const size = (await stat(path).catch(() => undefined))?.size ?? 0;
  if (size > LOG_LIMIT_BYTES) await rename(path, `${path}.1`);
  return { file: await open(path, 'a', 0o600), size: size > LOG_LIMIT_BYTES ? 0 : size };
}

async function underLock<T>(place: Place, act: () => Promise<T>): Promise<T> {
  const lock = await acquireFileLock(place.lockPath, { withinMs: LOCK_WITHIN_MS });
  if (!lock) throw new Error(`${place.lockPath} is held by another process for more than two minutes`);
  try {
    return await act();
  } finally {
    await lock.release();
  }
}

/** Whether PostgreSQL runs on this data directory now; starts and changes nothing. */
export async function runningCluster(dataDir: string): Promise<Postmaster | undefined> {
  return findPostmaster(placeIn(dataDir).clusterDir);
}

/**
 * Has PostgreSQL running for this data directory (made if there is none), with both roles and the database.
 * Any number of processes may call it at once: one starts it, all connect. It outlives this process.
 * Throws an Error whose message says what is wrong and what to do.
 */
export async function openCluster(dataDir: string): Promise<Cluster> {
  const place = placeIn(dataDir);
  const secrets = await installationSecrets(dataDir, {
    clusterExists: await clusterExists(place.clusterDir),
  });
  const superuser = secrets.databaseSuperuserPassword;
  return underLock(place, async () => {
    const found = await findPostmaster(place.clusterDir);
    const usable =
      found && (await becomesReady(found, urlFor('postgres', superuser, found.port, 'postgres')))
        ? { ...found, madeNow: false }
        : undefined;
    const postmaster = usable ?? (await start(place, secrets));
    const { port } = postmaster;
    await ensureRolesAndDatabase(urlFor('postgres', superuser, port, 'postgres'), {
      owner: secrets.databaseOwnerPassword,
      app: secrets.databaseAppPassword,
    });
    return {
      process: postmaster.process,
      port,
      startedNow: usable === undefined,
      madeNow: postmaster.madeNow,
      logPath: place.logPath,
      appUrl: urlFor(APP_ROLE, secrets.databaseAppPassword, port, DATABASE),
      ownerUrl: urlFor(OWNER_ROLE, secrets.databaseOwnerPassword, port, DATABASE),
      superuserUrl: (database) => urlFor('postgres', superuser, port, database),
      isRunning: () => isRunning(postmaster.process),
      stop: () => underLock(place, () => stopPostmaster(postmaster)),
    };
  });
}
