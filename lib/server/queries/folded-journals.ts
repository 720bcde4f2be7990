// Journals of runs that are being looked at, folded once and carried on by what is new: a page of steps costs what is on it and not what the run has done.
import 'server-only';
import type { RunState } from '../../domain/run-state';
import { decodeRow } from '../../runtime/decode-row';
import { WholeFold } from '../../runtime/fold';
import { journalExtent, loadJournalAfter } from '../../store/runs/load-journal';
import type { App } from '../app';
import { type Mentions, noteMentions } from './step-mentions';

/** A state of ten thousand steps takes some tens of megabytes. */
const MOST_KEPT = 4;
const KEPT_MS = 60_000;

type Kept = {
  readonly fold: WholeFold;
  readonly mentions: Map<number, Mentions>;
  seq: number;
  askedMs: number;
  /** Whoever asks meanwhile waits for the same. */
  reading: Promise<unknown>;
};

export type FoldedJournal = {
  readonly state: RunState;
  readonly mentions: ReadonlyMap<number, Mentions>;
};

type Parts = Pick<App, 'db' | 'clock'>;

export class FoldedJournals {
  readonly #kept = new Map<string, Kept>();

  /** As the journal stands now; null where there is none. @throws CodedError `journal_unreadable`, also once part of it was erased. */
  async read({ db, clock }: Parts, runId: string): Promise<FoldedJournal | null> {
    const nowMs = clock.monotonicMs();
    for (const [id, { askedMs }] of this.#kept) if (nowMs - askedMs > KEPT_MS) this.#kept.delete(id);
    const kept = this.#kept.get(runId) ?? newFold();
    kept.askedMs = nowMs;
    this.#kept.delete(runId);
    this.#kept.set(runId, kept);
    for (const id of [...this.#kept.keys()].slice(0, -MOST_KEPT)) this.#kept.delete(id);
    const reading = kept.reading.then(() => carryOn(db, runId, kept));
    kept.reading = reading.catch(() => {});
    try {
      await reading;
    } catch (error) {
      this.#forget(runId, kept);
      throw error;
    }
    if (kept.seq > 0) return { state: kept.fold.state(), mentions: kept.mentions };
    this.#forget(runId, kept);
    return null;
  }

  #forget(runId: string, kept: Kept): void {
    if (this.#kept.get(runId) === kept) this.#kept.delete(runId);
  }
}

const newFold = (): Kept => ({
  fold: new WholeFold(),
  mentions: new Map(),
  seq: 0,
  askedMs: 0,
  reading: Promise.resolve(),
});

async function carryOn(db: Parts['db'], runId: string, kept: Kept): Promise<void> {
  if (kept.seq > 0) {
    const { rows, erased } = await journalExtent(db.pool, runId);
    // What was folded before it was erased or removed must not be shown any more: the whole is read anew, and refused as it is without this.
    if (erased > 0 || rows < kept.seq) {
      if ((await loadJournalAfter(db.pool, runId, 0)).length < kept.seq) kept.seq = 0;
      return;
    }
  }
  for (const row of await loadJournalAfter(db.pool, runId, kept.seq)) {
    const entry = decodeRow(row);
    kept.fold.add(row, entry);
    noteMentions(kept.mentions, row, entry);
    kept.seq = row.seq;
  }
}
