// Holds the migrator to Prisma's history table, to doing things once, and to its refusals.
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../testing/test-database';
import { migrate, plannedMigrations } from './migrate';

describe('migrate', () => {
  let database: TestDatabase;
  let folder: string;
  let client: Client;

  beforeEach(async () => {
    database = await createTestDatabase({ empty: true });
    folder = await mkdtemp(join(tmpdir(), 'bulkhead migrations '));
    client = new Client({ connectionString: database.ownerUrl });
    await client.connect();
  });

  afterEach(async () => {
    await client.end();
    await rm(folder, { recursive: true });
    await database.drop();
  });

  async function put(name: string, sql: string): Promise<void> {
    await mkdir(join(folder, name), { recursive: true });
    await writeFile(join(folder, name, 'migration.sql'), sql);
  }

  const run = () => migrate({ url: database.ownerUrl, folder });
  const history = async () => {
    const { rows } = await client.query('SELECT * FROM _prisma_migrations ORDER BY started_at');
    return rows;
  };

  it('applies files in order, once, and keeps the history as Prisma does', async () => {
    const second = 'ALTER TABLE a ADD COLUMN b int;\n-- ünïcode\n';
    await put('0002_b', second);
    await put('0001_a', 'CREATE TABLE a (id int); INSERT INTO a VALUES (1);');
    await writeFile(join(folder, 'migration_lock.toml'), 'provider = "postgresql"');

    expect(await run()).toEqual({ applied: ['0001_a', '0002_b'], before: 0 });
    expect(await run()).toEqual({ applied: [], before: 2 });

    const rows = await history();
    expect(rows.map((row) => row.migration_name)).toEqual(['0001_a', '0002_b']);
    expect(rows[1]).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      checksum: createHash('sha256').update(second).digest('hex'),
      finished_at: expect.any(Date),
      started_at: expect.any(Date),
      rolled_back_at: null,
      logs: null,
      applied_steps_count: 1,
    });
    const columns = await client.query(
      `SELECT column_name || ':' || data_type || ':' || coalesce(character_maximum_length, 0) || ':' || is_nullable AS is
       FROM information_schema.columns WHERE table_name = '_prisma_migrations' ORDER BY ordinal_position`,
    );
    expect(columns.rows.map((row) => row.is)).toEqual([
      'id:character varying:36:NO',
      'checksum:character varying:64:NO',
      'finished_at:timestamp with time zone:0:YES',
      'migration_name:character varying:255:NO',
      'logs:text:0:YES',
      'rolled_back_at:timestamp with time zone:0:YES',
      'started_at:timestamp with time zone:0:NO',
      'applied_steps_count:integer:0:NO',
    ]);
  });

  it('tells beforehand what it would do, and does nothing then', async () => {
    await put('0001_a', 'CREATE TABLE a (id int);');
    const plan = () => plannedMigrations({ url: database.ownerUrl, folder });
    expect(await plan()).toEqual(['0001_a']);
    expect((await client.query("SELECT to_regclass('_prisma_migrations') AS it")).rows[0].it).toBeNull();
    await run();
    expect(await plan()).toEqual([]);
    await put('0001_a', 'CREATE TABLE a (id bigint);');
    await expect(plan()).rejects.toThrow(/edited/);
  });

  it('applies only what is new', async () => {
    await put('0001_a', 'CREATE TABLE a (id int);');
    await run();
    await put('0002_b', 'CREATE TABLE b (id int);');
    expect(await run()).toEqual({ applied: ['0002_b'], before: 1 });
  });

  it('undoes a failing script whole, names it with the line, and goes on once it is mended', async () => {
    await put('0001_a', 'CREATE TABLE a (id int);');
    await put('0002_b', 'CREATE TABLE b (id int);\nCREATE TABLE c (\n  id nothing);');
    await expect(run()).rejects.toThrow(/0002_b failed and was undone: type "nothing" .* \(line 3\)/);
    expect((await history()).map((row) => row.migration_name)).toEqual(['0001_a']);
    expect((await client.query("SELECT to_regclass('b') AS b")).rows[0].b).toBeNull();
    await put('0002_b', 'CREATE TABLE b (id int);');
    expect(await run()).toEqual({ applied: ['0002_b'], before: 1 });
  });

  it('lets many migrators run at once and applies each file once', async () => {
    await put('0001_a', 'CREATE TABLE a (id int); SELECT pg_sleep(0.1);');
    const outcomes = await Promise.all([run(), run(), run(), run()]);
    expect(outcomes.flatMap(({ applied }) => applied)).toEqual(['0001_a']);
  });

  it('refuses an edited history', async () => {
    await put('0001_a', 'CREATE TABLE a (id int);');
    await run();
    await put('0001_a', 'CREATE TABLE a (id bigint);');
    await expect(run()).rejects.toThrow(/0001_a was edited after it had been applied/);
  });

  it('refuses a history newer than this release', async () => {
    await put('0001_a', 'CREATE TABLE a (id int);');
    await put('0002_b', 'CREATE TABLE b (id int);');
    await run();
    await rm(join(folder, '0002_b'), { recursive: true });
    await expect(run()).rejects.toThrow(/newer release: it has 0002_b/);
  });

  it('refuses what another tool began and never finished, and takes what it rolled back', async () => {
    await put('0001_a', 'CREATE TABLE a (id int);');
    await run();
    await client.query('UPDATE _prisma_migrations SET finished_at = NULL');
    await expect(run()).rejects.toThrow(/0001_a was begun by another tool and never finished/);
    await client.query('UPDATE _prisma_migrations SET rolled_back_at = now()');
    await client.query('DROP TABLE a');
    expect(await run()).toEqual({ applied: ['0001_a'], before: 0 });
  });
});
