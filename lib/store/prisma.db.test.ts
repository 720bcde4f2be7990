// Holds the typed client, the tables and the pool to each other.
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Database, inTransaction, openDatabase } from './database';
import { Prisma } from './generated/client';
import { safeNumber } from './pool';
import { createTestDatabase, type TestDatabase } from './testing/test-database';

type Findable = { findFirst(): Promise<unknown> };

/** What migrations put in: an installation begins with the rules that are shipped. */
const FILLED: ReadonlySet<string> = new Set(['PolicyVersion', 'PolicyState', 'PolicyChange']);

describe('the database', () => {
  let test: TestDatabase;
  let db: Database;
  beforeAll(async () => {
    test = await createTestDatabase();
    db = openDatabase({ url: test.appUrl, size: 4 });
  });
  afterAll(async () => {
    await db.close();
    await test.drop();
  });

  it.each(Object.values(Prisma.ModelName))('has what the client reads of %s', async (model) => {
    const delegate = Reflect.get(db.prisma, `${model[0]?.toLowerCase()}${model.slice(1)}`) as Findable; // safe because each model has a delegate of its name
    expect((await delegate.findFirst()) !== null).toBe(FILLED.has(model));
  });

  it('reads 64-bit numbers as safe numbers and refuses others, and instants as ISO 8601', async () => {
    const { rows } = await db.pool.query(
      `SELECT 9007199254740991::bigint AS most, '2026-01-02 03:04:05.678+02'::timestamptz AS at`,
    );
    expect(rows).toEqual([{ most: Number.MAX_SAFE_INTEGER, at: '2026-01-02T01:04:05.678Z' }]);
    await expect(db.pool.query('SELECT 9007199254740993::bigint AS beyond')).rejects.toThrow(/safe integers/);
    expect(safeNumber('-5')).toBe(-5);
  });

  it('bounds statements, locks and idle transactions in time', async () => {
    const { rows } = await db.pool.query(
      `SELECT name, setting FROM pg_settings
       WHERE name IN ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout') ORDER BY name`,
    );
    expect(rows.map(({ setting }) => Number(setting))).toEqual([20_000, 8_000, 15_000]);
  });

  it('keeps money from going below nothing', async () => {
    await db.pool.query(`INSERT INTO budget (scope, period, limit_micro_usd, alert_at, version, updated_at, updated_by)
      VALUES ('global', 'day', 10, '{0.5}', 1, now(), '{}')`);
    const period = (held: number) =>
      db.pool.query(
        `INSERT INTO budget_period (scope, period, starts_at, held_micro_usd) VALUES ('global', 'day', now(), $1)`,
        [held],
      );
    await expect(period(-1)).rejects.toThrow(/budget_held_not_negative/);
    await period(1);
  });

  it('keeps figures within the integers that every reader can hold', async () => {
    const row = (tokens: string) =>
      db.pool.query(
        `INSERT INTO checkpoint (run_id, seq, kind, at, format, runtime_version, payload_hash, prev_hash, hash, tokens)
         VALUES (gen_random_uuid(), 1, 'result', now(), 1, 'test', repeat('a', 64), repeat('a', 64), repeat('a', 64), $1)`,
        [tokens],
      );
    await expect(row('9007199254740992')).rejects.toThrow(/checkpoint_figures_safe/);
    await row('9007199254740991');
    const { rows } = await db.pool.query(
      `SELECT pg_get_constraintdef(oid) AS is FROM pg_constraint WHERE conname = 'run_figures_safe'`,
    );
    expect(rows).toEqual([{ is: expect.stringContaining('9007199254740991') }]);
  });

  it('runs a transaction again after a collision, and undoes one that throws', async () => {
    const lock = (id: number) => `SELECT pg_advisory_xact_lock(${id})::text`;
    let tries = 0;
    let holding = 0;
    /** Until both hold their first lock; the one that is tried again finds it so. */
    const meet = () => vi.waitFor(() => expect(holding).toBeGreaterThanOrEqual(2), 30_000);
    const cross = (first: number, second: number) =>
      inTransaction(db, 'cross', async (tx) => {
        tries += 1;
        await tx.$queryRawUnsafe(lock(first));
        holding += 1;
        await meet();
        await tx.$queryRawUnsafe(lock(second));
      });
    await Promise.all([cross(1, 2), cross(2, 1)]);
    expect(tries).toBe(3);

    await expect(
      inTransaction(db, 'undo', async (tx) => {
        await tx.$executeRawUnsafe(
          `INSERT INTO breaker (key, state, updated_at) VALUES ('k', 'closed', now())`,
        );
        throw new RangeError('mine');
      }),
    ).rejects.toThrow(RangeError);
    expect(await db.prisma.breaker.count()).toBe(0);
  });
});
