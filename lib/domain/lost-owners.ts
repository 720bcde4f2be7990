// What it means that workers are lost with a run: how often until it is kept apart, and until it is given up. Refuses to guess who was at fault: only one that was alone shows it.
import type { JournalRow } from './journal-row';

/** Owners lost in a row without a result in between: one may be anybody's fault; from the second on the run is worked alone. */
export const ALONE_AFTER_LOST = 2;

/** So many, each before it began any attempt, and the last of them with nothing else at work: it is the run itself. */
export const GIVEN_UP_AFTER_LOST = 3;

/** A result that says so settles no step: it may come again and again without the run getting further. */
export const FRUITLESS_OUTCOMES = ['error', 'not_found'] as const;

/** In canonical JSON. May be found in what a receiver answered too: then a result counts for nothing, which only keeps a run apart for longer. */
export const outcomeText = (outcome: string): string => `"outcome":"${outcome}"`;

/** Whether a row shows that its run gets on in the hands of its owner. */
export function showsProgress({ kind, payload }: Pick<JournalRow, 'kind' | 'payload'>): boolean {
  if (kind === 'end') return true;
  return kind === 'result' && !FRUITLESS_OUTCOMES.some((outcome) => payload.includes(outcomeText(outcome)));
}

/** @param rows the end of a journal before the next claim. */
export function lostWithoutProgress(rows: readonly Pick<JournalRow, 'kind' | 'payload'>[]): boolean {
  return rows.findLast((row) => row.kind === 'claim' || showsProgress(row))?.kind === 'claim';
}
