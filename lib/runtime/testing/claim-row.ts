// The row by which a worker takes a run, sealed after the run's last one; for stores that keep rows themselves.
import { type HashText, JOURNAL_FORMAT, type JournalRow, sealRow } from '@/lib/domain/journal-row';

export type Claim = {
  readonly workerId: string;
  readonly fence: number;
  readonly at: string;
  readonly lostOwners?: number;
};

/** @throws Error when there is no row to follow: a run begins with its start row. */
export function claimRowAfter(rows: readonly JournalRow[], claim: Claim, hash: HashText): JournalRow {
  const previous = rows.at(-1);
  if (previous === undefined) throw new Error('a run has a start row');
  const { at, ...told } = claim;
  const { runId, runtimeVersion } = previous;
  const header = {
    runId,
    seq: previous.seq + 1,
    kind: 'claim',
    step: null,
    at,
    format: JOURNAL_FORMAT,
    runtimeVersion,
  } as const;
  const payload = { type: 'claim', ...told };
  return sealRow(header, payload, { costMicroUsd: 0, tokens: 0 }, previous.hash, hash);
}
