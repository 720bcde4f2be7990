// Knows how the database itself seals a claim row, as `sealRow` does: what it claims and what it writes down about it are one statement.
import { JOURNAL_FORMAT } from '../../domain/journal-row';

/** Of the transaction that claims, to the millisecond that a journal row keeps. */
const AT = `date_trunc('milliseconds', now())`;
const AT_TEXT = `to_char(${AT} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const sha256 = (text: string) => `encode(sha256(convert_to(${text}, 'UTF8')), 'hex')`;

/**
 * Claim rows for the runs in `from` (id, fence, seq and hash of their last row, what became of their owners, and what is carried along), each under the fence after theirs. `worker` and
 * `version` are the parameters that hold the worker's id and the runtime's version.
 */
export function sealedClaims(from: string, worker: string, version: string, carried: string): string {
  return `SELECT claim.*, ${sha256(
    `'{"at":"' || claim.at_text || '","format":${JOURNAL_FORMAT},"kind":"claim","payloadHash":"' || claim.payload_hash ||
      '","prevHash":"' || claim.prev_hash || '","runId":"' || claim.id || '","runtimeVersion":' || to_json(${version}::text) ||
      ',"seq":' || claim.seq || ',"step":null}'`,
  )} AS hash FROM (
    SELECT told.*, ${sha256('told.payload')} AS payload_hash, ${AT} AS at, ${AT_TEXT} AS at_text FROM (
      SELECT last.id, last.fence + 1 AS fence, last.seq + 1 AS seq, last.hash AS prev_hash, last.owners, ${carried},
        '{"fence":' || last.fence + 1 || CASE WHEN last.was_running THEN ',"lostOwners":' || last.owners ELSE '' END || ',"type":"claim","workerId":' || to_json(${worker}::text) || '}' AS payload FROM ${from}) told) claim`;
}
