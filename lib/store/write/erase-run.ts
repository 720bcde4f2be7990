// Knows what is erased along with a run, and what stands against it. The erasing itself is the database's, which asks for an event of the record first.
import type { Actor } from '../../domain/principal';
import type { Transaction } from '../prisma';

export type ErasedFamily = {
  /** The run, its forks and what undid it, of those again theirs; without those that are erased. */
  readonly id: string;
  readonly erased: boolean;
  /** What has to be settled before, in plain words; null where nothing stands against it. */
  readonly against: string | null;
};

const FAMILY = `WITH RECURSIVE family(id) AS (
    SELECT id FROM run WHERE id = $1::uuid
    UNION SELECT r.id FROM family f JOIN run r ON r.forked_from = f.id OR (r.trigger->>'kind' = 'compensation' AND r.trigger->>'of' = f.id::text))
  SELECT r.id::text AS id, r.erased_at IS NOT NULL AS erased, CASE
    WHEN r.finished_at IS NULL THEN 'has not ended'
    WHEN EXISTS (SELECT FROM approval a WHERE a.run_id = r.id AND a.status = 'pending' AND NOT a.planted) THEN 'waits for a decision'
    WHEN EXISTS (SELECT FROM effect e WHERE e.run_id = r.id AND e.status IN ('in_progress', 'unknown')) THEN 'has a call whose outcome is not known'
    WHEN EXISTS (SELECT FROM dead_letter d WHERE d.run_id = r.id AND d.state = 'open') THEN 'has a dead letter that nobody dealt with'
  END AS against
  FROM run r JOIN family ON family.id = r.id ORDER BY r.id <> $1::uuid, r.id FOR NO KEY UPDATE OF r`;

/** Locked; empty where there is no such run. */
export function lockFamily(tx: Transaction, runId: string): Promise<ErasedFamily[]> {
  return tx.$queryRawUnsafe<ErasedFamily[]>(FAMILY, runId);
}

/** After its event. */
export async function eraseRunRows(tx: Transaction, runId: string, by: Actor, reason: string): Promise<void> {
  await tx.$executeRawUnsafe('SELECT erase_run($1::uuid, $2::jsonb, $3)', runId, JSON.stringify(by), reason);
}
