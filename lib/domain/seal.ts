// What a seal of journals is made of, and what is signed of a head of the record. Pure; the ground floor knows no key.
import type { HashText } from './journal-row';

/** How far a run's journal went: its newest row and that row's hash, which stands for all rows before it. */
export type JournalHead = { readonly runId: string; readonly seq: number; readonly hash: string };

const lineOf = ({ runId, seq, hash }: JournalHead): string => `${runId} ${seq} ${hash}\n`;

/** The digest of the heads that one seal holds, whatever order they come in. */
export function headsDigest(heads: readonly JournalHead[], hash: HashText): string {
  return hash(heads.map(lineOf).sort().join(''));
}

/** What the key signs: an event's number and hash, and with the hash everything before it. */
export const signedText = (seq: number, hash: string): string => `bulkhead-audit-head:1:${seq}:${hash}`;
