// Knows whether a tool was tried under a key before: what the audit says, since a try leaves no ledger entry.
import type { Transaction } from '../prisma';
import { readableJson } from './readable-json';

export type EarlierTry = { readonly seq: number; readonly at: Date; readonly argumentHash: string };

/** The first `tool.try` under this key before the event `seq`; null when there is none. */
export async function earlierTry(
  tx: Transaction,
  tool: string,
  effectKey: string,
  seq: number,
): Promise<EarlierTry | null> {
  const [first] = await tx.$queryRawUnsafe<{ seq: string; at: Date; argumentHash: string }[]>(
    `SELECT seq::text, at, said ->> 'argumentHash' AS "argumentHash"
     FROM (SELECT seq, at, ${readableJson('after::text')} AS said FROM audit_event
       WHERE entity_kind = 'tool' AND entity_id = $1 AND action = 'tool.try' AND seq < $3) tries
     WHERE said ->> 'effectKey' = $2 ORDER BY seq LIMIT 1`,
    tool,
    effectKey,
    seq,
  );
  return first === undefined ? null : { ...first, seq: Number(first.seq) };
}
