// Knows how to find the first event of the record that does not follow from those before it, and the first seal in it that does not hold. A cut
// tail shows only against a head kept elsewhere.
import type { AuditAction } from '../../domain/audit';
import { auditHash, type ChainedEvent } from '../../domain/audit-chain';
import { GENESIS_HASH, type HashText } from '../../domain/journal-row';
import type { Database } from '../database';
import { checkSeal, displacedSeal, type IsSigned, type SealFault } from '../seals/check-seals';
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
  readonly seals: {
    readonly checked: number;
    /** Of these the key can't be opened: whether their signatures are ours was not seen. */
    readonly unopened: number;
    /** Everything up to here is under a signature of ours; what follows is chained alone. */
    readonly newest: { readonly seq: number; readonly at: string } | null;
    readonly firstBroken: { readonly seq: number; readonly fault: SealFault } | null;
  };
};

type EventRow = ChainedEvent & { readonly hash: string };

const SEAL: AuditAction = 'journal.seal';
const CHUNK = 1_000;
const READ = `SELECT seq, at, actor, action, entity_kind AS "entityKind", entity_id AS "entityId", before, after, reason,
    request_id AS "requestId", prev_hash AS "prevHash", hash
  FROM audit_event WHERE seq > $1 ORDER BY seq LIMIT ${CHUNK}`;

export type VerifyOptions = {
  /** A head kept elsewhere. */
  readonly expectedHead?: string | undefined;
  /** Stops between two pieces, with the signal's own reason. */
  readonly signal?: AbortSignal | undefined;
  /** Left out, no key is at hand, and no signature is looked at. */
  readonly isSigned?: IsSigned | undefined;
  /** After each piece, with how many events were checked. */
  readonly onProgress?: ((checked: number) => void) | undefined;
};

/** Reads the whole chain in pieces, so that memory stays flat and other work goes on in between. */
export async function verifyAudit(
  db: Pick<Database, 'pool'>,
  hash: HashText,
  { expectedHead, signal, isSigned = () => null, onProgress }: VerifyOptions = {},
): Promise<AuditVerdict> {
  let prevHash = GENESIS_HASH;
  let checked = 0;
  let firstBroken: number | null = null;
  let found = expectedHead === undefined ? null : false;
  let [seals, unopened, newest, brokenSeal]: [
    number,
    number,
    AuditVerdict['seals']['newest'],
    AuditVerdict['seals']['firstBroken'],
  ] = [0, 0, null, null];
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
        if (event.action !== SEAL) continue;
        const { fault, signed } = await checkSeal(db, { ...event, hash: stored }, hash, isSigned);
        seals += 1;
        if (fault === null && !signed) unopened += 1;
        else if (fault === null) newest = { seq: event.seq, at: new Date(event.at).toISOString() };
        else brokenSeal ??= { seq: event.seq, fault };
      }
      onProgress?.(checked);
      if (firstBroken !== null || rows.length < CHUNK) break;
    }
    const displaced = await displacedSeal(db, checked);
    if (displaced !== null) brokenSeal ??= { seq: displaced, fault: 'displaced' };
  } catch (error) {
    throw storeError(error, 'verify audit');
  }
  return {
    ok: firstBroken === null && brokenSeal === null && unopened === 0 && found !== false,
    checked,
    firstBroken,
    head: checked === 0 ? null : prevHash,
    expectedHeadFound: found,
    seals: { checked: seals, unopened, newest, firstBroken: brokenSeal },
  };
}
