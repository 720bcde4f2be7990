// Knows which journals have grown since they were last sealed.
import type { JournalHead } from '../../domain/seal';
import type { Transaction } from '../prisma';

/**
 * Ended runs are looked for from an hour before the last whole seal on: a run's end is told by the clock of the worker that ended it. Open ones
 * are all looked at.
 */
const CLOCKS_APART = `interval '1 hour'`;
const UNSEALED = `WITH since AS (
    SELECT max(e.at) - ${CLOCKS_APART} AS at FROM audit_seal s JOIN audit_event e ON e.seq = s.seq
    WHERE s.seq = (SELECT max(seq) FROM audit_seal WHERE whole)),
  candidates AS (
    SELECT id FROM run WHERE status IN ('queued', 'running', 'waiting')
    UNION SELECT run.id FROM run, since WHERE run.finished_at >= coalesce(since.at, '-infinity'))
  SELECT c.id::text AS "runId", head.seq, head.hash FROM (SELECT id FROM candidates WHERE id > $1::uuid ORDER BY id) c
  CROSS JOIN LATERAL (SELECT seq, hash FROM checkpoint WHERE run_id = c.id ORDER BY seq DESC LIMIT 1) head
  WHERE NOT EXISTS (SELECT FROM sealed_head s WHERE s.run_id = c.id AND s.seq >= head.seq)
  ORDER BY c.id LIMIT $2`;

/** Up to `limit`, by run id, behind `after`. */
export function unsealedHeads(tx: Transaction, after: string, limit: number): Promise<JournalHead[]> {
  return tx.$queryRawUnsafe<JournalHead[]>(UNSEALED, after, limit);
}
