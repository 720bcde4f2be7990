// A connection that is lost at any moment costs the statement that needs it, and never the process.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPool } from './pool';
import { createTestDatabase, type TestDatabase } from './testing/test-database';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

it('survives the loss of a connection between two statements of a transaction', async () => {
  const pool = createPool({ url: test.appUrl, size: 2 });
  try {
    const client = await pool.connect();
    await client.query('BEGIN');
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    // `once` of node:events would listen for errors itself.
    const lost = new Promise<void>((resolve) => client.once('end', () => resolve()));
    await pool.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
    await lost;
    await expect(client.query('SELECT 1')).rejects.toThrow();
    client.release();
    await expect(pool.query('SELECT 1 AS one')).resolves.toMatchObject({ rows: [{ one: 1 }] });
  } finally {
    await pool.end();
  }
});
