// Knows one PostgreSQL for a whole run of database tests, with a migrated template. Refuses to outlive that run.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { openCluster, runningCluster } from '../embedded/cluster';
import { stopPostmaster } from '../embedded/postmaster';
import { isRunning, ownIdentity, processIdentitySchema } from '../embedded/process-identity';
import { createDatabase } from '../embedded/roles';
import { waitUntil } from '../embedded/wait-until';
import { migrate } from '../migrate/migrate';

export const TEMPLATE_DATABASE = 'bulkhead_template';

const PREFIX = 'bulkhead-db-tests-';

export interface TestCluster {
  /** Connection strings with the database's name left out: add it at the end. */
  readonly urls: { readonly superuser: string; readonly owner: string; readonly app: string };
  stop(): Promise<void>;
}

/** Ends what a killed test run left: its PostgreSQL and its folder. */
async function sweepAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = join(tmpdir(), name);
    const note = await readFile(join(folder, 'owner.json'), 'utf8').catch(() => undefined);
    if (note === undefined || isRunning(processIdentitySchema.parse(JSON.parse(note)))) continue;
    const left = await runningCluster(folder);
    if (left) await stopPostmaster(left);
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * What is killed here is processes, never the machine: to wait for the disk with each commit, and with each copy of the template, would prove nothing
 * and take longer than the tests. Clusters that are themselves what a test is about keep their settings.
 */
async function forgetOnPowerCut(client: Client): Promise<void> {
  for (const name of ['fsync', 'full_page_writes']) await client.query(`ALTER SYSTEM SET ${name} = off`);
  await client.query('SELECT pg_reload_conf()');
  const isOff = async () => (await client.query('SHOW fsync')).rows[0]?.fsync === 'off';
  if (!(await waitUntil(isOff, { withinMs: 30_000 })))
    throw new Error('PostgreSQL does not take its new settings');
}

/** Starts a cluster in a folder of its own below the temp directory and migrates the template once. */
export async function startTestCluster(): Promise<TestCluster> {
  await sweepAbandoned();
  const dataDir = await mkdtemp(join(tmpdir(), PREFIX));
  await writeFile(join(dataDir, 'owner.json'), JSON.stringify(ownIdentity()));
  const cluster = await openCluster(dataDir);
  const stop = async () => {
    await cluster.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const client = new Client({ connectionString: cluster.superuserUrl('postgres') });
    await client.connect();
    await forgetOnPowerCut(client);
    await createDatabase(client, TEMPLATE_DATABASE);
    await client.end();
    const owner = cluster.ownerUrl.replace(/[^/]*$/, '');
    const folder = fileURLToPath(new URL('../../../prisma/migrations', import.meta.url));
    await migrate({ url: `${owner}${TEMPLATE_DATABASE}`, folder });
    const app = cluster.appUrl.replace(/[^/]*$/, '');
    return { urls: { superuser: cluster.superuserUrl(''), owner, app }, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
