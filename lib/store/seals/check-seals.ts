// Knows whether a seal in the record is signed and still stands for the heads of journals that it was made of.
import type { HashText } from '../../domain/journal-row';
import type { JsonValue } from '../../domain/json';
import { headsDigest, type JournalHead } from '../../domain/seal';
import type { Database } from '../database';

/**
 * unsigned: its signature is gone. forged: no key of ours made it. heads_changed: heads that it sealed were changed, added or removed. displaced: a
 * signature stands for an event that is no seal.
 */
export type SealFault = 'unsigned' | 'forged' | 'heads_changed' | 'displaced';

/** Whether the key of this number signed this head; null where the key can't be opened. */
export type IsSigned = (key: number, seq: number, hash: string, mac: string) => boolean | null;

/** `signed`: the signature was looked at, and is ours. */
export type SealCheck = { readonly fault: SealFault | null; readonly signed: boolean };

export type SealEvent = { readonly seq: number; readonly hash: string; readonly after: JsonValue | null };

const SIGNATURE = `SELECT audit_key AS key, mac FROM audit_seal WHERE seq = $1`;
const HEADS = `SELECT run_id::text AS "runId", seq, hash FROM sealed_head WHERE seal = $1`;

export async function checkSeal(
  { pool }: Pick<Database, 'pool'>,
  { seq, hash: eventHash, after }: SealEvent,
  hash: HashText,
  isSigned: IsSigned,
): Promise<SealCheck> {
  const { rows } = await pool.query<{ key: number; mac: string }>({
    name: 'seal_mac',
    text: SIGNATURE,
    values: [seq],
  });
  const [signature] = rows;
  if (signature === undefined) return { fault: 'unsigned', signed: false };
  const signed = isSigned(signature.key, seq, eventHash, signature.mac);
  if (signed === false) return { fault: 'forged', signed };
  const heads = await pool.query<JournalHead>({ name: 'seal_heads', text: HEADS, values: [seq] });
  const told = typeof after === 'object' && after !== null && 'digest' in after ? after.digest : null;
  return { fault: told === headsDigest(heads.rows, hash) ? null : 'heads_changed', signed: signed === true };
}

const DISPLACED = `SELECT s.seq FROM audit_seal s LEFT JOIN audit_event e ON e.seq = s.seq AND e.action = 'journal.seal'
  WHERE s.seq <= $1 AND e.seq IS NULL ORDER BY s.seq LIMIT 1`;

/** The first signature up to `upTo` whose event is no seal; null where there is none. */
export async function displacedSeal({ pool }: Pick<Database, 'pool'>, upTo: number): Promise<number | null> {
  return (await pool.query<{ seq: number }>(DISPLACED, [upTo])).rows[0]?.seq ?? null;
}
