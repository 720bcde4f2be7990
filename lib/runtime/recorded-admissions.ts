// What a journal tells of its calls before it is folded: which row admitted what, under which version of its tool, and whether it was made in the end. Pure.
import type { JournalEntry } from '@/lib/domain/journal-payload';

type WithAdmission = Extract<JournalEntry['payload'], { admission?: unknown; call?: unknown }>;

/** The row of an admission, or of a further attempt of what was admitted; null for every other row. */
export function admissionRow({ kind, payload }: JournalEntry): WithAdmission | null {
  if (kind === 'intent' && payload.type !== 'model') return payload;
  return kind === 'fact' && payload.type === 'admission' ? payload : null;
}

export class RecordedCalls {
  private readonly tools = new Map<number, { readonly name: string; readonly version: number }>();
  private readonly sent = new Map<string, number>();
  /** The last one that a row is about. */
  lastStep = 0;
  /** Up to there the rows are those of the run that was forked; 0 where none was. */
  forkedSeq = 0;

  constructor(entries: readonly JournalEntry[]) {
    for (const [i, entry] of entries.entries()) {
      const { kind, payload } = entry;
      if (kind === 'fact' && payload.type === 'forked') this.forkedSeq = i + 1;
      if (kind === 'intent') this.lastStep = Math.max(this.lastStep, payload.step);
      const row = admissionRow(entry);
      if (row?.call === undefined) continue;
      const { tool: name, toolVersion: version, argumentHash } = row.call;
      this.tools.set(row.step, { name, version });
      if (kind === 'intent') this.sent.set(`${row.step} ${argumentHash}`, i + 1);
    }
  }

  /** undefined: it was never admitted. */
  toolOf(step: number) {
    return this.tools.get(step);
  }

  /** The very call was sent, or its event waited for, by this row or a later one. */
  wasMadeFrom(seq: number, step: number, argumentHash: string): boolean {
    return (this.sent.get(`${step} ${argumentHash}`) ?? 0) >= seq;
  }
}
