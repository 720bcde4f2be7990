// Knows how a worker takes runs: one statement locks their rows, puts a sealed claim row into each journal, raises the fence and brings short journals along.
import type { Pool } from 'pg';
import { CodedError } from '../../domain/errors';
import { CLAIM_UNKNOWN, type ClaimedRun } from '../../ports/run-claims';
import { classifyFault, isLockedOut, isUnreadable, storeError, wasRolledBack } from '../store-errors';
import {
  ANY_APART,
  CLAIM_APART,
  CLAIM_CANCELLED,
  CLAIM_DRY,
  CLAIM_DUE,
  CLAIM_ONE,
  type ClaimText,
  LEFT_BEHIND,
} from './claim-statement';
import { type Claim, type ClaimRecord, claimOf } from './claimed-runs';
import { planName } from './plan-name';

export type Claimer = {
  /** Plans once, and by index. */
  readonly pool: Pool;
  /** Stands in each claim row. */
  readonly runtimeVersion: string;
};

const PLACE_TRIES = 3;
const COLLISION_TRIES = 3;
const HELD_UP_TRIES = 3;

/** Up to `limit` due runs. Empty when there are none, or when the worker has no lease. */
export async function claimDue(claimer: Claimer, workerId: string, limit: number): Promise<ClaimedRun[]> {
  if (limit < 1) return [];
  try {
    return await claimTurns(claimer, workerId, limit, true);
  } catch (error) {
    if (!wasHeldUp(error)) throw error;
    // A row that its owner wrote and never committed stands where the claim row belongs: only a run that was left behind has one.
    const due = await claimTurns(claimer, workerId, limit, false);
    return [...due, ...(await claimLeftBehind(claimer, workerId, limit - due.length))];
  }
}

async function claimTurns(
  claimer: Claimer,
  workerId: string,
  limit: number,
  withLeftBehind: boolean,
): Promise<ClaimedRun[]> {
  const all: ClaimedRun[] = [];
  let whole = false;
  for (let attempt = 1; ; attempt += 1) {
    const values = [workerId, limit - all.length, claimer.runtimeVersion, whole, withLeftBehind];
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

/** One by one, so that none keeps another waiting for longer than a few tries take. */
async function claimLeftBehind(claimer: Claimer, workerId: string, limit: number): Promise<ClaimedRun[]> {
  const claimed: ClaimedRun[] = [];
  try {
    const { rows } = await claimer.pool.query<{ id: string }>(LEFT_BEHIND, [limit]);
    for (let i = 0, heldUp = 0; i < rows.length && heldUp < HELD_UP_TRIES; i += 1) {
      const run = await claimOne(claimer, workerId, rows[i]?.id ?? '', limit - claimed.length).catch(
        (error: unknown) => {
          if (!wasHeldUp(error)) throw error;
          heldUp += 1;
          return null;
        },
      );
      if (run !== null) claimed.push(run);
    }
  } catch (error) {
    if (isUnknown(error)) throw error;
  }
  return claimed;
}

/** This run, when it is due or its owner is gone. `free`: how many places the worker has; null where that plays no part. */
export async function claimRun(
  claimer: Claimer,
  workerId: string,
  runId: string,
  free: number | null,
): Promise<ClaimedRun | null> {
  return claimOne(claimer, workerId, runId, free).catch(unlessHeldUp);
}

async function claimOne(
  claimer: Claimer,
  workerId: string,
  runId: string,
  free: number | null,
): Promise<ClaimedRun | null> {
  const values = [workerId, runId, free, claimer.runtimeVersion];
  for (let attempt = 1; ; attempt += 1) {
    const { claimed, lostPlace } = await claim(claimer, { name: 'claim_one', text: CLAIM_ONE, values });
    // Read again, in a statement of its own, since the lock may have been waited for.
    if (lostPlace && attempt < PLACE_TRIES) continue;
    return claimed[0] ?? null;
  }
}

const wasHeldUp = (error: unknown) => error instanceof CodedError && isLockedOut(error.cause);

/** Whoever holds its row for longer has it; the poll passes it over and finds it afterwards. */
function unlessHeldUp(error: unknown): null {
  if (wasHeldUp(error)) return null;
  throw error;
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

/** Up to `limit` dry runs that are due, or the one that is named. */
export async function claimDry(
  claimer: Claimer,
  workerId: string,
  limit: number,
  runId: string | null,
): Promise<readonly ClaimedRun[]> {
  const values = [workerId, limit, claimer.runtimeVersion, runId];
  return (await claim(claimer, { name: 'claim_dry', text: CLAIM_DRY, values })).claimed;
}

/** One of the runs that are kept apart; null when none of them may be claimed. */
export async function claimApart(claimer: Claimer, workerId: string): Promise<ClaimedRun | null> {
  const values = [workerId, claimer.runtimeVersion];
  const asked = claim(claimer, { name: 'claim_apart', text: CLAIM_APART, values });
  return asked.then(({ claimed }) => claimed[0] ?? null).catch(unlessHeldUp);
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

type Statement = { readonly name: string; readonly text: ClaimText; readonly values: unknown[] };

const NOTHING: Claim = { claimed: [], lostPlace: false, tooFew: false };
const isUnknown = (error: unknown) => error instanceof CodedError && error.code === CLAIM_UNKNOWN;

/** @throws `claim_unknown` where the answer is missing, or can't be read; anything else says that nothing was claimed. */
async function claim({ pool, runtimeVersion }: Claimer, { name, text, values }: Statement): Promise<Claim> {
  let journal: keyof ClaimText = 'short';
  for (let attempt = 1; ; attempt += 1) {
    let isAsked = false;
    try {
      const client = await pool.connect();
      let fault: Error | undefined;
      try {
        isAsked = true;
        const named = planName(journal === 'short' ? name : `${name}_bare`);
        const { rows } = await client.query<ClaimRecord>({ name: named, text: text[journal], values });
        return claimOf(rows, runtimeVersion);
      } catch (error) {
        fault = error instanceof Error ? error : new Error(String(error));
        throw error;
      } finally {
        client.release(fault === undefined || wasRolledBack(fault) ? undefined : fault);
      }
    } catch (error) {
      if (journal === 'short' && isUnreadable(error)) {
        journal = 'none';
        continue;
      }
      const mayGoWell = classifyFault(error) === 'collision' && !isLockedOut(error);
      if (mayGoWell && attempt < COLLISION_TRIES) continue;
      if (!isAsked || wasRolledBack(error)) throw storeError(error, 'claim');
      // Not asked for again: a statement that was cut off may still commit after such a question.
      const message = 'The database did not answer, so whether runs were claimed is unknown.';
      throw new CodedError(CLAIM_UNKNOWN, 'retryable', message, { cause: error });
    }
  }
}
