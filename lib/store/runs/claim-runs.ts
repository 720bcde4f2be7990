// Knows how a worker takes runs: one statement locks their rows, puts a sealed claim row into each journal, raises the fence and brings short journals along.
import type { Pool } from 'pg';
import { CodedError } from '../../domain/errors';
import { JOURNAL_FORMAT, type JournalRow } from '../../domain/journal-row';
import { CLAIM_UNKNOWN, type ClaimedRun } from '../../ports/run-claims';
import { classifyFault, isLockedOut, storeError, wasRolledBack } from '../store-errors';
import { ANY_APART, CLAIM_APART, CLAIM_CANCELLED, CLAIM_DUE, CLAIM_ONE } from './claim-statement';
import type { CheckpointRecord } from './journal-section';
import { verified } from './load-journal';
import { planName } from './plan-name';

/** One for each journal row that comes along, one at least of a run; where none does, the journal row's columns are null. */
type ClaimRecord = {
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

type Claim = {
  readonly claimed: readonly ClaimedRun[];
  readonly lostPlace: boolean;
  readonly tooFew: boolean;
};

export type Claimer = {
  /** Plans once, and by index. */
  readonly pool: Pool;
  /** Stands in each claim row. */
  readonly runtimeVersion: string;
};

const PLACE_TRIES = 3;
const COLLISION_TRIES = 3;

/** Up to `limit` due runs. Empty when there are none, or when the worker has no lease. */
export async function claimDue(claimer: Claimer, workerId: string, limit: number): Promise<ClaimedRun[]> {
  if (limit < 1) return [];
  const all: ClaimedRun[] = [];
  let whole = false;
  for (let attempt = 1; ; attempt += 1) {
    const values = [workerId, limit - all.length, claimer.runtimeVersion, whole];
    const statement = { name: 'claim_due', text: CLAIM_DUE, values };
    const { claimed, lostPlace, tooFew } = await claim(claimer, statement).catch((error: unknown) => {
      // What was claimed before is not to be forgotten over what certainly was not.
      if (all.length === 0 || isUnknown(error)) throw error;
      return NOTHING;
    });
    all.push(...claimed);
    if (tooFew) whole = true;
    else if (!lostPlace || all.length === limit || attempt >= PLACE_TRIES) return all;
  }
}

/** This run, when it is due or its owner is gone. `free`: how many places the worker has; null where that plays no part. */
export async function claimRun(
  claimer: Claimer,
  workerId: string,
  runId: string,
  free: number | null,
): Promise<ClaimedRun | null> {
  const values = [workerId, runId, free, claimer.runtimeVersion];
  for (let attempt = 1; ; attempt += 1) {
    const statement = { name: 'claim_one', text: CLAIM_ONE, values };
    const { claimed, lostPlace } = await claim(claimer, statement).catch((error: unknown) => {
      // Whoever holds its row for longer has it; the poll passes it over and finds it afterwards.
      if (error instanceof CodedError && isLockedOut(error.cause)) return NOTHING;
      throw error;
    });
    // Read again, in a statement of its own, since the lock may have been waited for.
    if (lostPlace && attempt < PLACE_TRIES) continue;
    return claimed[0] ?? null;
  }
}

/** Up to `limit` runs that have a cancel to fold in. */
export async function claimCancelled(
  claimer: Claimer,
  workerId: string,
  limit: number,
): Promise<readonly ClaimedRun[]> {
  const values = [workerId, limit, claimer.runtimeVersion];
  return (await claim(claimer, { name: 'claim_cancelled', text: CLAIM_CANCELLED, values })).claimed;
}

/** One of the runs that are kept apart; null when none of them may be claimed. */
export async function claimApart(claimer: Claimer, workerId: string): Promise<ClaimedRun | null> {
  const values = [workerId, claimer.runtimeVersion];
  const { claimed } = await claim(claimer, { name: 'claim_apart', text: CLAIM_APART, values });
  return claimed[0] ?? null;
}

/** Whether `claimApart` would find one. */
export async function anyApart(pool: Pool): Promise<boolean> {
  try {
    const { rows } = await pool.query<{ waits: boolean }>({ name: 'any_apart', text: ANY_APART });
    return rows[0]?.waits ?? false;
  } catch (error) {
    throw storeError(error, 'look for runs apart');
  }
}

type Statement = { readonly name: string; readonly text: string; readonly values: unknown[] };

const NOTHING: Claim = { claimed: [], lostPlace: false, tooFew: false };
const isUnknown = (error: unknown) => error instanceof CodedError && error.code === CLAIM_UNKNOWN;

/** @throws `claim_unknown` where the answer is missing, or can't be read; anything else says that nothing was claimed. */
async function claim({ pool, runtimeVersion }: Claimer, { name, text, values }: Statement): Promise<Claim> {
  for (let attempt = 1; ; attempt += 1) {
    let isAsked = false;
    try {
      const client = await pool.connect();
      let fault: Error | undefined;
      try {
        isAsked = true;
        const { rows } = await client.query<ClaimRecord>({ name: planName(name), text, values });
        return claimOf(rows, runtimeVersion);
      } catch (error) {
        fault = error instanceof Error ? error : new Error(String(error));
        throw error;
      } finally {
        client.release(fault === undefined || wasRolledBack(fault) ? undefined : fault);
      }
    } catch (error) {
      const mayGoWell = classifyFault(error) === 'collision' && !isLockedOut(error);
      if (mayGoWell && attempt < COLLISION_TRIES) continue;
      if (!isAsked || wasRolledBack(error)) throw storeError(error, 'claim');
      // Not asked for again: a statement that was cut off may still commit after such a question.
      const message = 'The database did not answer, so whether runs were claimed is unknown.';
      throw new CodedError(CLAIM_UNKNOWN, 'retryable', message, { cause: error });
    }
  }
}

function claimOf(records: readonly ClaimRecord[], runtimeVersion: string): Claim {
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
