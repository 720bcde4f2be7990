// Knows how to find the first audit event that does not follow from those before it. A cut tail shows only against a head kept elsewhere.
import { GENESIS_HASH, type HashText } from '../../domain/journal-row';
import { auditHash, type ChainedEvent } from '../audit-chain';
import type { Database } from '../database';
import { storeError } from '../store-errors';

export type AuditVerdict = {
  readonly ok: boolean;
  readonly checked: number;
  /** The seq of the first event that was changed, added or is missing; null when the chain is whole. */
  readonly firstBroken: number | null;
  /** The newest event's hash; null while there is none. */
  readonly head: string | null;
  /** Whether the expected head stands in the chain; null when none was given. */
  readonly expectedHeadFound: boolean | null;
};

type EventRow = ChainedEvent & { readonly hash: string };

const CHUNK = 1_000;
const READ = `SELECT seq, at, actor, action, entity_kind AS "entityKind", entity_id AS "entityId", before, after, reason,
    request_id AS "requestId", prev_hash AS "prevHash", hash
  FROM audit_event WHERE seq > $1 ORDER BY seq LIMIT ${CHUNK}`;

export type VerifyOptions = {
  /** A head kept elsewhere. */
  readonly expectedHead?: string | undefined;
  /** Stops between two pieces, with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
};

/** Reads the whole chain in pieces, so that memory stays flat and other work goes on in between. */
export async function verifyAudit(
  db: Pick<Database, 'pool'>,
  hash: HashText,
  { expectedHead, signal }: VerifyOptions = {},
): Promise<AuditVerdict> {
  let prevHash = GENESIS_HASH;
  let checked = 0;
  let firstBroken: number | null = null;
  let found = expectedHead === undefined ? null : false;
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { rows } = await db.pool.query<EventRow>({ name: 'audit_chunk', text: READ, values: [checked] });
      for (const { hash: stored, ...event } of rows) {
        const whole =
          event.seq === checked + 1 && event.prevHash === prevHash && auditHash(event, hash) === stored;
        if (!whole) {
          firstBroken = checked + 1;
          break;
        }
        checked = event.seq;
        prevHash = stored;
        if (stored === expectedHead) found = true;
      }
      if (firstBroken !== null || rows.length < CHUNK) break;
    }
  } catch (error) {
    throw storeError(error, 'verify audit');
  }
  return {
    ok: firstBroken === null && found !== false,
    checked,
    firstBroken,
    head: checked === 0 ? null : prevHash,
    expectedHeadFound: found,
  };
}
