// What somebody does who may write everywhere and makes all hashes fit again. For tests.
import type { Client } from 'pg';
import { auditHash, type ChainedEvent } from '../../../domain/audit-chain';
import { chainHash, GENESIS_HASH, type JournalHeader } from '../../../domain/journal-row';
import { sha256 } from '../../../store/runs/testing/harness';

/** One row says something else, and all hashes fit again. @returns the new head. */
export async function rewriteJournal(intruder: Client, runId: string): Promise<string> {
  type Row = JournalHeader & { readonly payload: Buffer };
  const { rows } = await intruder.query<Row>(
    `SELECT run_id AS "runId", seq, kind, step, at, format, runtime_version AS "runtimeVersion", payload FROM checkpoint WHERE run_id = $1 ORDER BY seq`,
    [runId],
  );
  let prevHash = GENESIS_HASH;
  for (const row of rows) {
    const payload = row.seq === 3 ? '{"type":"bound"}' : row.payload.toString('utf8');
    const hash = chainHash({ ...row, at: new Date(row.at).toISOString() }, sha256(payload), prevHash, sha256);
    await intruder.query(
      'UPDATE checkpoint SET payload = $3, payload_hash = $4, prev_hash = $5, hash = $6 WHERE run_id = $1 AND seq = $2',
      [runId, row.seq, Buffer.from(payload), sha256(payload), prevHash, hash],
    );
    prevHash = hash;
  }
  return prevHash;
}

/** The whole record with another content of its seal, each hash made anew. */
export async function rewriteRecord(intruder: Client, digest: string): Promise<void> {
  const { rows } = await intruder.query<Omit<ChainedEvent, 'prevHash'>>(
    `SELECT seq, at, actor, action, entity_kind AS "entityKind", entity_id AS "entityId", before, after, reason, request_id AS "requestId"
     FROM audit_event ORDER BY seq`,
  );
  let prevHash = GENESIS_HASH;
  for (const row of rows) {
    const event: ChainedEvent = {
      ...row,
      seq: Number(row.seq),
      at: new Date(row.at).toISOString(),
      after: row.action === 'journal.seal' ? { journals: 1, digest } : row.after,
      prevHash,
    };
    const hash = auditHash(event, sha256);
    await intruder.query('UPDATE audit_event SET after = $2, prev_hash = $3, hash = $4 WHERE seq = $1', [
      event.seq,
      JSON.stringify(event.after),
      prevHash,
      hash,
    ]);
    prevHash = hash;
  }
}
