// How many owners were lost with a run in memory, and whether it is kept apart for that, as the real store counts them.
import { ALONE_AFTER_LOST, GIVEN_UP_AFTER_LOST, lostWithoutProgress } from '@/lib/domain/lost-owners';
import type { LostOwners } from '@/lib/ports/run-claims';
import type { RunRecord } from './memory-records';

/** `told`: what the claim row says of it. */
type Lost = { readonly lost: LostOwners | null; readonly told: { readonly lostOwners?: number } };

export function isApart({ owner, lostOwners, rows }: RunRecord): boolean {
  const least = owner === null ? ALONE_AFTER_LOST : ALONE_AFTER_LOST - 1;
  return lostOwners > 0 && lostOwners >= least && lostWithoutProgress(rows);
}

export function isApartIn(runs: ReadonlyMap<string, RunRecord>, runId: string): boolean {
  const run = runs.get(runId);
  return run !== undefined && isApart(run);
}

/** Of a run that is about to be claimed. */
export function lostWith(run: RunRecord, hasRetired: (workerId: string) => boolean): Lost {
  const { owner, lostOwners, rows } = run;
  const before = lostWithoutProgress(rows) ? lostOwners : 0;
  if (owner === null) return { lost: lostOf(before, false), told: {} };
  const died = !hasRetired(owner);
  const owners = before + (died ? 1 : 0);
  const acts = rows.filter(({ kind }) => kind === 'claim' || kind === 'intent').slice(-GIVEN_UP_AFTER_LOST);
  const beforeAttempt =
    died && lostOwners >= GIVEN_UP_AFTER_LOST - 1 && acts.every(({ kind }) => kind === 'claim');
  return { lost: lostOf(owners, beforeAttempt), told: { lostOwners: owners } };
}

const lostOf = (owners: number, beforeAttempt: boolean): LostOwners | null =>
  owners === 0 ? null : { owners, beforeAttempt };
