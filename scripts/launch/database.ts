// Knows which database a launch uses: the one DATABASE_URL names, else the embedded one of the data directory.
import { Client } from 'pg';
import type { Env } from '../../lib/env';
import { type Cluster, openCluster } from '../../lib/store/embedded/cluster';
import { MigrationRefused } from '../../lib/store/migrate/compare-history';
import { type MigrationOutcome, migrate } from '../../lib/store/migrate/migrate';
import { inProject } from './project';
import { messageOf, StepFailed, say } from './report';

export interface LaunchDatabase {
  /** What the app connects as. */
  readonly appUrl: string;
  /** What migrations connect as. */
  readonly ownerUrl: string;
  /** Undefined for a database of one's own. */
  readonly cluster: Cluster | undefined;
  readonly note: string;
}

const OLDEST_SERVER = 150_000;

const REMEDIES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens there: start that PostgreSQL, or mend host and port.',
  ENOTFOUND: 'The host is not known: mend its name.',
  ETIMEDOUT: 'The host does not answer: look at the network and at firewalls.',
  '28P01': 'Mend user and password.',
  '28000': 'That server does not let this user in from here: look at its pg_hba.conf.',
  '3D000': 'Create that database first.',
};

async function checkExternal(url: string, variable: string): Promise<string> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => {}); // reported by the query that fails
  try {
    await client.connect();
    const { rows } = await client.query<{ number: number; name: string }>(
      "SELECT current_setting('server_version_num')::int AS number, current_setting('server_version') AS name",
    );
    const version = rows[0];
    if (!version || version.number < OLDEST_SERVER) {
      throw new StepFailed(
        `The PostgreSQL that ${variable} names is version ${version?.name}`,
        'Bulkhead needs PostgreSQL 15 or newer.',
      );
    }
    return version.name;
  } catch (error) {
    if (error instanceof StepFailed) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new StepFailed(
      `The database that ${variable} names can't be reached: ${messageOf(error) || code}`,
      REMEDIES[code] ?? `Mend ${variable}, or unset it to use the embedded PostgreSQL.`,
      { cause: error },
    );
  } finally {
    await client.end().catch(() => {});
  }
}

/** Has the embedded PostgreSQL of a data directory running. Throws StepFailed. */
export async function openEmbedded(dataDir: string): Promise<Cluster> {
  try {
    return await openCluster(dataDir);
  } catch (cause) {
    throw new StepFailed(
      `The embedded PostgreSQL does not start: ${messageOf(cause)}`,
      'Run `npm run doctor`, or set DATABASE_URL to a PostgreSQL of your own.',
      { cause },
    );
  }
}

/** Has a database running and reachable. Throws StepFailed with what to do. */
export async function openDatabase(env: Env): Promise<LaunchDatabase> {
  if (env.databaseUrl === undefined) {
    const cluster = await openEmbedded(env.dataDir);
    const how = cluster.madeNow ? 'made and started' : cluster.startedNow ? 'started' : 'was running';
    const note = `embedded PostgreSQL on port ${cluster.port}, ${how}`;
    return { appUrl: cluster.appUrl, ownerUrl: cluster.ownerUrl, cluster, note };
  }
  const ownerUrl = env.ownerDatabaseUrl ?? env.directUrl ?? env.databaseUrl;
  const version = await checkExternal(env.databaseUrl, 'DATABASE_URL');
  if (env.directUrl) await checkExternal(env.directUrl, 'DIRECT_URL');
  if (env.ownerDatabaseUrl) await checkExternal(env.ownerDatabaseUrl, 'BULKHEAD_OWNER_DATABASE_URL');
  const { host, pathname } = new URL(env.databaseUrl);
  const note = `PostgreSQL ${version} at ${host}${pathname} (DATABASE_URL)`;
  return { appUrl: env.databaseUrl, ownerUrl, cluster: undefined, note };
}

/** Applies the migrations of this release. Throws StepFailed with what to do. */
export async function migrateDatabase(database: LaunchDatabase): Promise<MigrationOutcome> {
  try {
    return await migrate({ url: database.ownerUrl, folder: inProject('prisma', 'migrations') });
  } catch (cause) {
    const remedy =
      cause instanceof MigrationRefused
        ? 'Nothing was changed.'
        : 'What it had begun was undone. Look at the reason above; BULKHEAD_OWNER_DATABASE_URL must own the schema.';
    throw new StepFailed(messageOf(cause), remedy, { cause });
  }
}

export function migrationNote({ applied, before }: MigrationOutcome): string {
  if (applied.length === 0) return `up to date (${before} applied before)`;
  return `applied ${applied.join(', ')}`;
}

/**
 * Looks once a second whether the embedded PostgreSQL runs, and starts it again when it was killed.
 * `onMoved` is called when it had to take another port.
 */
export function watchCluster(first: Cluster, dataDir: string, onMoved: (cluster: Cluster) => Promise<void>) {
  let current = first;
  let busy = false;
  const timer = setInterval(async () => {
    if (busy || current.isRunning()) return;
    busy = true;
    try {
      say('! PostgreSQL ended; starting it again');
      const next = await openCluster(dataDir);
      say(`✓ PostgreSQL runs again (process ${next.process.pid}, port ${next.port})`);
      const moved = next.appUrl !== current.appUrl || next.process.pid !== current.process.pid;
      current = next;
      if (moved) await onMoved(next);
    } catch (error) {
      say(`! ${messageOf(error)}\n  Trying again`);
    } finally {
      busy = false;
    }
  }, 1_000);
  return {
    current: () => current,
    end: () => clearInterval(timer),
  };
}
