// Knows whether a seal in the record is signed and still stands for the heads of journals that it was made of.
import type { HashText } from '../../domain/journal-row';
import type { JsonValue } from '../../domain/json';
import { headsDigest, type JournalHead } from '../../domain/seal';
import type { Database } from '../database';

/** unsigned: its signature is gone. forged: no key of ours made it. heads_changed: heads that it sealed were changed, added or removed. */
export type SealFault = 'unsigned' | 'forged' | 'heads_changed';

/** Whether the key of this number signed this head. */
export type IsSigned = (key: number, seq: number, hash: string, mac: string) => boolean;

export type SealEvent = { readonly seq: number; readonly hash: string; readonly after: JsonValue | null };

const SIGNATURE = `SELECT audit_key AS key, mac FROM audit_seal WHERE seq = $1`;
const HEADS = `SELECT run_id::text AS "runId", seq, hash FROM sealed_head WHERE seal = $1`;

/** `isSigned`: null where the key can't be opened; then the signature itself is not looked at. */
export async function sealFault(
  { pool }: Pick<Database, 'pool'>,
  { seq, hash: eventHash, after }: SealEvent,
  hash: HashText,
  isSigned: IsSigned | null,
): Promise<SealFault | null> {
  const { rows } = await pool.query<{ key: number; mac: string }>({
    name: 'seal_mac',
    text: SIGNATURE,
    values: [seq],
  });
  const [signature] = rows;
  if (signature === undefined) return 'unsigned';
  if (isSigned !== null && !isSigned(signature.key, seq, eventHash, signature.mac)) return 'forged';
  const heads = await pool.query<JournalHead>({ name: 'seal_heads', text: HEADS, values: [seq] });
  const told = typeof after === 'object' && after !== null && 'digest' in after ? after.digest : null;
  return told === headsDigest(heads.rows, hash) ? null : 'heads_changed';
}
