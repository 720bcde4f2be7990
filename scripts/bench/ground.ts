// A PostgreSQL of its own for the bench, migrated, with a table for plain inserts, and a word on the machine. Removes all of it again.
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { type Database, openDatabase } from '../../lib/store/database';
import { openCluster } from '../../lib/store/embedded/cluster';
import { migrate } from '../../lib/store/migrate/migrate';

/** As many connections as an installation has that was given some room. */
const CONNECTIONS = 16;

export type Ground = {
  readonly dataDir: string;
  readonly appUrl: string;
  readonly db: Database;
  /** For what the app's own role may not do: statistics, seeding. */
  readonly owner: Client;
  readonly machine: string;
};

export async function onGround<T>(act: (ground: Ground) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bulkhead-bench-'));
  const cluster = await openCluster(dataDir);
  const owner = new Client({ connectionString: cluster.ownerUrl });
  try {
    const folder = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));
    await migrate({ url: cluster.ownerUrl, folder });
    await owner.connect();
    await owner.query(`CREATE TABLE bench_plain (run_id uuid, seq int, payload text, PRIMARY KEY (run_id, seq));
      GRANT INSERT ON bench_plain TO bulkhead_app`);
    const db = openDatabase({ url: cluster.appUrl, size: CONNECTIONS });
    try {
      return await act({ dataDir, appUrl: cluster.appUrl, db, owner, machine: await machineOf(owner) });
    } finally {
      await db.close();
    }
  } finally {
    await owner.end().catch(() => undefined);
    await cluster.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function machineOf(owner: Client): Promise<string> {
  const { rows } = await owner.query<{ version: string; fsync: string }>(
    "SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync",
  );
  const [settings] = rows;
  const processor = cpus()[0]?.model ?? 'unknown processor';
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${processor}, ${gigabytes} GB, Node ${process.version}, PostgreSQL ${settings?.version}, fsync ${settings?.fsync}`;
}
