// Knows several statements as one transaction on a connection of the pool; done again where another transaction collided with it.
import type { Pool, PoolClient } from 'pg';
import type { Transaction } from '../prisma';
import { planName } from '../runs/plan-name';
import { classifyFault, storeError } from '../store-errors';

export type Ask = <R extends object>(name: string, text: string, values: readonly unknown[]) => Promise<R[]>;

/** Each statement for itself. */
export const askOn =
  (db: Pool | PoolClient): Ask =>
  async <R extends object>(name: string, text: string, values: readonly unknown[]) =>
    (await db.query<R>({ name: planName(name), text, values: [...values] })).rows;

/** The same statements within a transaction of Prisma's. */
export const askOfTransaction =
  (tx: Transaction): Ask =>
  <R extends object>(_name: string, text: string, values: readonly unknown[]) =>
    tx.$queryRawUnsafe<R[]>(text, ...values);

const COLLISION_TRIES = 6;

/** `work` may be done more than once and has no effect but through `ask`. @throws StoreUnavailableError; nothing is written then, or all of it. */
export async function transact<T>(pool: Pool, action: string, work: (ask: Ask) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(pool, work);
    } catch (error) {
      if (attempt < COLLISION_TRIES && classifyFault(error) === 'collision') continue;
      throw storeError(error, action);
    }
  }
}

async function once<T>(pool: Pool, work: (ask: Ask) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let fault: Error | undefined;
  try {
    await client.query('BEGIN');
    const done = await work(askOn(client));
    await client.query('COMMIT');
    return done;
  } catch (error) {
    fault = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    // A connection that failed inside a transaction is not given back to anyone.
    client.release(fault);
  }
}
