// Knows how many slots of each bulkhead are held now, and how many calls wait for one.
import type { Pool } from 'pg';
import { type BulkheadSubject, type BulkheadUse, bulkheadKey } from '../../domain/bulkhead';
import { isFree, WAITS } from '../bulkheads/bulkhead-statements';

const USE = `SELECT coalesce(h.key, q.key) AS key, coalesce(h.held, 0)::int AS "inUse", coalesce(q.waiting, 0)::int AS waiting
  FROM (SELECT s.key, count(*) AS held FROM bulkhead_slot s WHERE s.run_id IS NOT NULL AND NOT ${isFree('s')} GROUP BY s.key) h
  FULL JOIN (SELECT w.key, count(*) AS waiting FROM bulkhead_waiter w WHERE ${WAITS} GROUP BY w.key) q ON q.key = h.key`;

type UseRow = BulkheadUse & { readonly key: string };
type Answer = (
  subject: BulkheadSubject,
  name: string,
  limit: number | null,
) => (BulkheadUse & { readonly limit: number }) | null;

/** Answers by name; null where there is no limit. */
export async function bulkheadUse(pool: Pool): Promise<Answer> {
  const { rows } = await pool.query<UseRow>({ name: 'bulkhead_use', text: USE });
  const byKey = new Map(rows.map(({ key, inUse, waiting }) => [key, { inUse, waiting }]));
  return (subject, name, limit) => {
    if (limit === null) return null;
    return { limit, ...(byKey.get(bulkheadKey(subject, name)) ?? { inUse: 0, waiting: 0 }) };
  };
}
