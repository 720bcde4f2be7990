// Knows how a seal is kept: its event in the record, the signed head, and the heads of journals that its digest stands for, all or none.

import type { HashText } from '../../domain/journal-row';
import type { Actor } from '../../domain/principal';
import { headsDigest } from '../../domain/seal';
import { appendAudit } from '../append-audit';
import type { Transaction } from '../prisma';
import { BEFORE_ALL_RUNS } from '../runs/before-all-runs';
import { unsealedHeads } from './unsealed-heads';

const SEALER: Actor = { kind: 'system', id: 'seal', label: 'Sealing of journals' };

/** Two processes would seal the same; the second finds nothing to do the next time. */
const ALONE = `SELECT pg_try_advisory_xact_lock(hashtext('bulkhead:seal')) AS alone`;
/** Whether one was made within so many milliseconds, and whether the record has grown since the newest. */
const BEFORE = `SELECT coalesce((SELECT e.at > now() - $1 * interval '1 ms' FROM audit_event e
      WHERE e.seq = (SELECT max(seq) FROM audit_seal WHERE whole)), false) AS fresh,
    coalesce((SELECT max(seq) FROM audit_event) > coalesce((SELECT max(seq) FROM audit_seal), 0), false) AS grown`;
const KEEP_SEAL = 'INSERT INTO audit_seal (seq, audit_key, mac, whole) VALUES ($1, $2, $3, $4)';
const KEEP_HEADS = `INSERT INTO sealed_head (run_id, seq, seal, hash)
  SELECT run_id, seq, $4, hash FROM unnest($1::uuid[], $2::int[], $3::text[]) AS h(run_id, seq, hash)`;

export type SealOptions = {
  readonly hash: HashText;
  /** Signs a head of the record: its number and hash. @returns 64 hex digits. */
  readonly sign: (seq: number, hash: string) => string;
  readonly keyId: number;
  /** Runs behind this id. */
  readonly after: string;
  readonly limit: number;
  /** The first piece is left out where another process sealed within this time. */
  readonly notWithinMs: number;
};

/**
 * Seals the heads of journals that have grown, as one event; the first piece of them also where only the record itself has. @returns the last run's id where more may be left; null when nothing is, or another
 * process is at it.
 */
export async function writeSeal(
  tx: Transaction,
  { hash, sign, keyId, after, limit, notWithinMs }: SealOptions,
): Promise<string | null> {
  const [lock] = await tx.$queryRawUnsafe<{ alone: boolean }[]>(ALONE);
  if (lock?.alone !== true) return null;
  const [before] = await tx.$queryRawUnsafe<{ fresh: boolean; grown: boolean }[]>(BEFORE, notWithinMs);
  const isFirst = after === BEFORE_ALL_RUNS;
  if (isFirst && before?.fresh === true) return null;
  const heads = await unsealedHeads(tx, after, limit);
  const last = heads.at(-1);
  if (last === undefined && !(isFirst && before?.grown === true)) return null;
  const whole = heads.length < limit;
  const event = await appendAudit(
    tx,
    {
      actor: SEALER,
      action: 'journal.seal',
      entity: { kind: 'journal', id: 'runs' },
      after: { journals: heads.length, digest: headsDigest(heads, hash) },
    },
    hash,
  );
  await tx.$executeRawUnsafe(KEEP_SEAL, event.seq, keyId, sign(event.seq, event.hash), whole);
  const columns = [
    heads.map(({ runId }) => runId),
    heads.map(({ seq }) => seq),
    heads.map((head) => head.hash),
  ];
  await tx.$executeRawUnsafe(KEEP_HEADS, ...columns, event.seq);
  return whole || last === undefined ? null : last.runId;
}
