// Knows a database for one test file: a copy of the migrated template. Refuses to go while the test holds connections.
import { randomBytes } from 'node:crypto';
import { Client, escapeIdentifier } from 'pg';
import { inject } from 'vitest';
import { createDatabase } from '../embedded/roles';
import { waitUntil } from '../embedded/wait-until';
import { TEMPLATE_DATABASE } from './test-cluster';

export interface TestDatabase {
  readonly name: string;
  /** As the app connects (role bulkhead_app). */
  readonly appUrl: string;
  /** As migrations connect (role bulkhead_owner). */
  readonly ownerUrl: string;
  readonly superuserUrl: string;
  /** Drops it. Throws, having dropped it, when connections are still open: somebody forgot to close a pool. */
  drop(): Promise<void>;
}

async function asSuperuser<T>(act: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: `${inject('testClusterUrls').superuser}postgres` });
  await client.connect();
  try {
    return await act(client);
  } finally {
    await client.end();
  }
}

async function openConnections(client: Client, name: string): Promise<number> {
  const { rows } = await client.query<{ open: number }>(
    'SELECT count(*)::int AS open FROM pg_stat_activity WHERE datname = $1',
    [name],
  );
  return rows[0]?.open ?? 0;
}

/** A new database for the calling test file; `empty` leaves the migrations out. Call drop() in afterAll. */
export async function createTestDatabase({ empty = false } = {}): Promise<TestDatabase> {
  const urls = inject('testClusterUrls');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asSuperuser((client) => createDatabase(client, name, empty ? undefined : TEMPLATE_DATABASE));
  return {
    name,
    appUrl: urls.app + name,
    ownerUrl: urls.owner + name,
    superuserUrl: urls.superuser + name,
    drop: () =>
      asSuperuser(async (client) => {
        // A closed connection takes a moment to leave the server's list.
        const closed = await waitUntil(async () => (await openConnections(client, name)) === 0, {
          withinMs: 30_000,
        });
        const left = closed ? 0 : await openConnections(client, name);
        await client.query(`DROP DATABASE ${escapeIdentifier(name)} WITH (FORCE)`);
        if (left > 0) throw new Error(`${left} connections to the test's database were left open`);
      }),
  };
}
