// Knows how files become schema, with the history kept the way Prisma keeps it. Refuses half a migration.
import { Client, DatabaseError } from 'pg';
import { type HistoryRow, MigrationRefused, pendingMigrations } from './compare-history';
import { type MigrationFile, readMigrations } from './migration-files';

/** The lock that Prisma's own `migrate deploy` takes, so that the two exclude each other. */
const PRISMA_ADVISORY_LOCK = 72_707_369;

const CREATE_HISTORY = `
CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id"                  VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum"            VARCHAR(64) NOT NULL,
  "finished_at"         TIMESTAMPTZ,
  "migration_name"      VARCHAR(255) NOT NULL,
  "logs"                TEXT,
  "rolled_back_at"      TIMESTAMPTZ,
  "started_at"          TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`;

export interface MigrationOutcome {
  /** Names applied by this call, in order; empty when the schema was up to date. */
  readonly applied: readonly string[];
  /** How many had been applied before. */
  readonly before: number;
}

async function readHistory(client: Client): Promise<readonly HistoryRow[]> {
  const { rows } = await client.query<HistoryRow>(
    `SELECT migration_name AS "name", checksum, finished_at IS NOT NULL AS "finished",
            rolled_back_at IS NOT NULL AS "rolledBack"
     FROM "_prisma_migrations" ORDER BY started_at`,
  );
  return rows;
}

/**
 * The names that migrate() would apply now; changes nothing and takes no lock. Throws MigrationRefused as it would.
 */
export async function plannedMigrations(options: {
  readonly url: string;
  readonly folder: string;
}): Promise<readonly string[]> {
  const files = await readMigrations(options.folder);
  const client = new Client({ connectionString: options.url, application_name: 'bulkhead migrate' });
  await client.connect();
  try {
    const { rows } = await client.query<{ there: boolean }>(
      `SELECT to_regclass('"_prisma_migrations"') IS NOT NULL AS there`,
    );
    const history = rows[0]?.there ? await readHistory(client) : [];
    return pendingMigrations(files, history).map(({ name }) => name);
  } finally {
    await client.end();
  }
}

/** One transaction for the script and its row: a failing script leaves nothing behind and can be tried again. */
async function apply(client: Client, migration: MigrationFile): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at)
       VALUES (gen_random_uuid()::text, $1, $2, clock_timestamp())`,
      [migration.checksum, migration.name],
    );
    await client.query(migration.sql);
    await client.query(
      `UPDATE "_prisma_migrations" SET finished_at = clock_timestamp(), applied_steps_count = 1
       WHERE migration_name = $1 AND finished_at IS NULL AND rolled_back_at IS NULL`,
      [migration.name],
    );
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK').catch(() => {}); // the connection may be what failed
    throw new Error(`Migration ${migration.name} failed and was undone: ${faultOf(cause, migration)}`, {
      cause,
    });
  }
}

function faultOf(cause: unknown, migration: MigrationFile): string {
  if (!(cause instanceof DatabaseError)) return cause instanceof Error ? cause.message : String(cause);
  const position = Number(cause.position);
  const line = Number.isInteger(position) ? migration.sql.slice(0, position).split('\n').length : undefined;
  return line === undefined ? cause.message : `${cause.message} (line ${line})`;
}

/**
 * Brings the database at `url` (connected as its owner) to the schema of the files in `folder`. Waits for another
 * migrator up to two minutes; a second call applies nothing. Throws MigrationRefused for a history that doesn't fit,
 * an Error naming the migration when a script fails.
 */
export async function migrate(options: {
  readonly url: string;
  readonly folder: string;
}): Promise<MigrationOutcome> {
  const files = await readMigrations(options.folder);
  const client = new Client({ connectionString: options.url, application_name: 'bulkhead migrate' });
  await client.connect();
  try {
    await client.query("SET lock_timeout = '120s'");
    await client.query('SELECT pg_advisory_lock($1)', [PRISMA_ADVISORY_LOCK]);
    await client.query("SET lock_timeout = '30s'");
    await client.query(CREATE_HISTORY);
    const pending = pendingMigrations(files, await readHistory(client));
    for (const migration of pending) await apply(client, migration);
    return { applied: pending.map(({ name }) => name), before: files.length - pending.length };
  } catch (error) {
    if (!(error instanceof DatabaseError) || error.code !== '55P03') throw error;
    throw new MigrationRefused(
      'Another migration holds the lock for more than two minutes. Wait for it to end, then start again.',
      { cause: error },
    );
  } finally {
    await client.end();
  }
}
