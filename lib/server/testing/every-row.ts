// Everything that a database holds, table by table, with each column as it is stored.
import { Client } from 'pg';

/** @returns rows as JSON by table; bytea stands there in hex. */
export async function everyRow(url: string): Promise<ReadonlyMap<string, readonly unknown[]>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT quote_ident(table_name) AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
    );
    const found = new Map<string, readonly unknown[]>();
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: unknown }>(`SELECT to_jsonb(t) AS row FROM ${name} t`);
      found.set(
        name,
        rows.map(({ row }) => row),
      );
    }
    return found;
  } finally {
    await client.end();
  }
}
