// Knows the price table: its versions, and what it says of one model at this moment.
import { z } from 'zod';
import { countingNumber, type Page } from '../../contract/page';
import { type PricesShape, type PriceVersionShape, pricesShape } from '../../contract/prices';
import { type ListedPrice, priceAt, priceEntries } from '../../domain/price-table';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { decodeCursor, pageFrom } from './cursor';

type Pooled = Pick<Database, 'pool'>;

const NEWEST = '(SELECT max(version) FROM price_table)';
const NO_PRICES: PricesShape = { version: 0, prices: [], at: null, by: null };

/** The newest unless told. @returns null where there never was that version. */
export async function readPriceTable({ pool }: Pooled, version?: number): Promise<PricesShape | null> {
  if (version === 0) return NO_PRICES;
  try {
    const { rows } = await pool.query<PricesShape>({
      name: 'price_table',
      text: `SELECT version, prices, created_at AS at, created_by AS by FROM price_table WHERE version = coalesce($1::int, ${NEWEST})`,
      values: [version ?? null],
    });
    const [found] = rows;
    if (found === undefined) return version === undefined ? NO_PRICES : null;
    return pricesShape.parse(found);
  } catch (error) {
    throw storeError(error, 'read prices');
  }
}

/** Entries of the newest version for this model that hold, or once held, at the store's own time. */
const LISTED = `SELECT t.version AS table, jsonb_agg(entry.value) AS entries, (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS "nowMs"
  FROM price_table t CROSS JOIN LATERAL jsonb_array_elements(t.prices) entry
  WHERE t.version = ${NEWEST} AND entry.value->>'model' = $1 GROUP BY t.version`;

/** What the table says of a model now. @param model the provider's name of it. @returns null: it knows no price. */
export async function listedPrice({ pool }: Pooled, model: string): Promise<ListedPrice | null> {
  try {
    const { rows } = await pool.query<{ table: number; entries: unknown; nowMs: number }>({
      name: 'listed_price',
      text: LISTED,
      values: [model],
    });
    const [found] = rows;
    if (found === undefined) return null;
    const entry = priceAt(priceEntries.parse(found.entries), model, found.nowMs);
    return entry && { prices: entry.prices, from: entry.from, table: found.table };
  } catch (error) {
    throw storeError(error, 'read a price');
  }
}

/** The newest first. */
export async function listPriceVersions(
  { pool }: Pooled,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<PriceVersionShape>> {
  const [before] = decodeCursor(cursor, z.tuple([countingNumber])) ?? [null];
  try {
    const { rows } = await pool.query<PriceVersionShape>({
      name: 'price_versions',
      text: `SELECT version, created_at AS at, created_by AS by, jsonb_array_length(prices) AS entries FROM price_table
        WHERE $1::int IS NULL OR version < $1 ORDER BY version DESC LIMIT $2`,
      values: [before, limit + 1],
    });
    return pageFrom(
      rows,
      limit,
      ({ version }) => [version],
      (row) => row,
    );
  } catch (error) {
    throw storeError(error, 'list versions of prices');
  }
}
