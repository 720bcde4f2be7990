// Knows slots as rows that every process shares, each taken by one conditional statement.
import type { Pool } from 'pg';
import type { BulkheadStore, Offer, Slot } from '../../ports/bulkheads';
import { planName } from '../runs/plan-name';
import { storeError } from '../store-errors';
import { MAKE_SLOTS, OFFER, RELEASE, TAKE } from './bulkhead-statements';

type SlotRow = { readonly slot: number; readonly grants: number };
type OfferRow = { readonly wake: string[]; readonly some_wait: boolean };

export function createBulkheadStore(pool: Pool): BulkheadStore {
  /** By key: as many slots have a row, which is never removed. */
  const made = new Map<string, number>();
  const ask = async <R extends object>(name: string, text: string, values: unknown[]): Promise<R[]> => {
    try {
      return (await pool.query<R>({ name: planName(name), text, values })).rows;
    } catch (error) {
      throw storeError(error, name);
    }
  };
  const offered = ([row]: OfferRow[]): Offer => {
    if (row === undefined) throw new Error('a SELECT without a table has one row');
    return { wake: row.wake, someWait: row.some_wait };
  };
  return {
    async take({ key, limit, runId, fence, step, asksAgainMs }): Promise<Slot | null> {
      if ((made.get(key) ?? 0) < limit) {
        await ask('make_slots', MAKE_SLOTS, [key, limit]);
        made.set(key, limit);
      }
      const values = [key, limit, runId, fence, step, asksAgainMs];
      const [row] = await ask<SlotRow>('take_slot', TAKE, values);
      return row === undefined ? null : { key, slot: row.slot, grant: row.grants };
    },
    release: async ({ key, slot, grant }) =>
      offered(await ask<OfferRow>('release_slot', RELEASE, [key, slot, grant])),
    offer: async (key, limit) => offered(await ask<OfferRow>('offer_slots', OFFER, [key, limit])),
  };
}
