// Knows how what a claim answers becomes claimed runs with their journals. Refuses to believe a journal that does not fit its schema.
import { JOURNAL_FORMAT, type JournalRow } from '../../domain/journal-row';
import type { ClaimedRun } from '../../ports/run-claims';
import type { CheckpointRecord } from './journal-section';
import { verified } from './load-journal';

/** One for each journal row that comes along, one at least of a run; where none does, the journal row's columns are null. */
export type ClaimRecord = {
  /** null: nothing was picked. */
  readonly id: string | null;
  readonly fence: number;
  readonly lost_owners: number;
  readonly before_attempt: boolean;
  readonly claim_seq: number;
  readonly claim_at: string;
  readonly claim_payload: string;
  readonly claim_payload_hash: string;
  readonly claim_prev_hash: string;
  readonly claim_hash: string;
  /** False: another row took its place meanwhile. */
  readonly taken: boolean;
  /** More are due than were looked at, and those were too few. Nothing was claimed then. */
  readonly too_few: boolean;
} & (CheckpointRecord | { readonly [C in keyof CheckpointRecord]: null });

export type Claim = {
  readonly claimed: readonly ClaimedRun[];
  readonly lostPlace: boolean;
  readonly tooFew: boolean;
};

export function claimOf(records: readonly ClaimRecord[], runtimeVersion: string): Claim {
  const claimed: ClaimedRun[] = [];
  let lostPlace = false;
  for (const [runId, own] of byRun(records)) {
    const [first] = own;
    if (!first?.taken) {
      lostPlace = true;
      continue;
    }
    const { fence, lost_owners: owners, before_attempt: beforeAttempt } = first;
    const lost = owners === 0 ? {} : { lost: { owners, beforeAttempt } };
    claimed.push({ runId, fence, ...lost, ...journalOf(runId, own, runtimeVersion) });
  }
  return { claimed, lostPlace, tooFew: records[0]?.too_few ?? false };
}

function byRun(records: readonly ClaimRecord[]): ReadonlyMap<string, readonly ClaimRecord[]> {
  const runs = new Map<string, ClaimRecord[]>();
  for (const record of records) {
    if (record.id === null) continue;
    const own = runs.get(record.id);
    if (own) own.push(record);
    else runs.set(record.id, [record]);
  }
  return runs;
}

/** Nothing of a long journal, and nothing of one that can't be read: whoever loads it is told why. */
function journalOf(
  runId: string,
  records: readonly ClaimRecord[],
  runtimeVersion: string,
): { journal?: JournalRow[] } {
  const rows: JournalRow[] = [];
  for (const record of records) {
    if (record.seq === null) return {};
    try {
      rows.push(verified(runId, record));
    } catch {
      return {};
    }
  }
  for (const { claim_seq: seq, ...claim } of records.slice(0, 1)) {
    rows.push({
      runId,
      seq,
      kind: 'claim',
      step: null,
      at: claim.claim_at,
      format: JOURNAL_FORMAT,
      runtimeVersion,
      payload: claim.claim_payload,
      payloadHash: claim.claim_payload_hash,
      prevHash: claim.claim_prev_hash,
      hash: claim.claim_hash,
      costMicroUsd: 0,
      tokens: 0,
    });
  }
  return { journal: rows };
}
