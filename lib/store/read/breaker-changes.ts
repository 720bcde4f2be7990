// Knows the changes of breakers: of one, of all page by page; and the runs that wait for one.
import type { Pool } from 'pg';
import { z } from 'zod';
import {
  type BreakerChangeShape,
  type BreakerEventShape,
  type BreakerStory,
  breakerEventShape,
} from '../../contract/breaker';
import { type Page, timestamp } from '../../contract/page';
import { parseBreakerKey } from '../../domain/breaker';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { decodeCursor, pageFrom } from './cursor';

const CHANGE = `epoch::float8 AS epoch, at, from_state AS "from", to_state AS "to", actor AS by, reason, calls, failures, slow
  FROM breaker_change`;
const OF_ONE = `SELECT ${CHANGE} WHERE key = $1 ORDER BY epoch DESC LIMIT 50`;
const NEWEST_FIRST = 'ORDER BY at DESC, key DESC, epoch DESC LIMIT $1';

/** Newest first, at most 50. */
export async function changesOf(pool: Pool, key: string): Promise<BreakerChangeShape[]> {
  const { rows } = await pool.query<BreakerChangeShape>({
    name: 'breaker_changes',
    text: OF_ONE,
    values: [key],
  });
  return rows;
}

type Listing = { readonly limit: number; readonly cursor?: string | undefined };
type EventRow = BreakerChangeShape & { readonly key: string };

/** Newest first. @throws RequestError `invalid_request` for a cursor of another list. */
export async function listBreakerChanges(
  { pool }: Pick<Database, 'pool'>,
  { limit, cursor }: Listing,
): Promise<Page<BreakerEventShape>> {
  const after = decodeCursor(cursor, z.tuple([timestamp, z.string(), z.number().int()]));
  try {
    const { text, values } = breakerChangesStatement(limit, after);
    const { rows } = await pool.query<EventRow>(text, values);
    return pageFrom(rows, limit, ({ at, key, epoch }) => [at, key, epoch], toEvent);
  } catch (error) {
    throw storeError(error, 'list breaker changes');
  }
}

/** One row more than the page holds, so that it says whether it goes on. */
export function breakerChangesStatement(limit: number, after: readonly [string, string, number] | null) {
  const below = after === null ? '' : 'WHERE (at, key, epoch) < ($2::timestamptz, $3::text, $4::int8)';
  return {
    text: `SELECT key, ${CHANGE} ${below} ${NEWEST_FIRST}`,
    values: [limit + 1, ...(after ?? [])],
  };
}

function toEvent(row: EventRow): BreakerEventShape {
  const of = parseBreakerKey(row.key);
  return breakerEventShape.parse({ ...row, kind: of?.kind ?? 'tool', name: of?.name ?? row.key });
}

const MOST_HELD = 10_000;
/** $1 key. */
const HELD = `SELECT agent, count(*)::int AS runs FROM (
    SELECT agent FROM run WHERE waiting->>'reason' = 'breaker' AND waiting IS NOT NULL AND status = 'waiting'
      AND waiting->'items' @> jsonb_build_array(jsonb_build_object('kind', 'breaker', 'id', $1::text)) LIMIT ${MOST_HELD}) held
  GROUP BY agent ORDER BY runs DESC, agent`;

/** Parked runs that wait for this breaker before all else. */
export async function heldBy(pool: Pool, key: string): Promise<BreakerStory['held']> {
  const { rows } = await pool.query<BreakerStory['held'][number]>({
    name: 'held_by_breaker',
    text: HELD,
    values: [key],
  });
  return rows;
}
