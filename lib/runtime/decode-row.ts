// From a stored row to what it says; refuses a payload that does not fit its kind, so that the fold sees nothing unparsed.
import { parseCanonicalJson } from '@/lib/domain/canonical-json';
import { JOURNAL_PAYLOADS, type JournalEntry } from '@/lib/domain/journal-payload';
import type { JournalRow } from '@/lib/domain/journal-row';
import { type SnapshotHead, snapshotHeadOf } from '@/lib/domain/snapshot-head';

/** What it held stands in the rows before it. */
const UNREADABLE: SnapshotHead = { type: 'snapshot', version: 0, earlier: [] };

export class JournalUnreadableError extends Error {
  override readonly name = 'JournalUnreadableError';
}

/** Of a snapshot it gives the head alone. @throws JournalUnreadableError when kind, format or payload are not of journal format 1. */
export function decodeRow(row: JournalRow): JournalEntry {
  const { kind } = row;
  if (kind === 'snapshot') return { kind, payload: snapshotHeadOf(row.payload) ?? UNREADABLE };
  if (row.format !== 1) {
    throw new JournalUnreadableError(`row ${row.seq}: ${kind} of format ${row.format} can't be read`);
  }
  const parsed = JOURNAL_PAYLOADS[kind].safeParse(parseCanonicalJson(row.payload));
  if (!parsed.success) {
    throw new JournalUnreadableError(`row ${row.seq} (${kind})`, { cause: parsed.error });
  }
  return { kind, payload: parsed.data } as JournalEntry; // safe because the payload was parsed by the schema of this very kind
}
