// Knows how commits of many runs become one statement: one batch in flight, the next one made of what came meanwhile. Fails nobody for a neighbour.
import type { Pool } from 'pg';
import { CodedError, StoreUnavailableError } from '../../domain/errors';
import { WINDOW_MOVED } from '../../ports/amount-windows';
import { ALLOWANCE_GONE } from '../../ports/budget-ledger';
import type { Clock } from '../../ports/clock';
import type { CommitOutcome, RunCommit } from '../../ports/run-store';
import {
  classifyFault,
  isLockedOut,
  lostAllowance,
  lostResource,
  storeError,
  windowMoved,
} from '../store-errors';
import { mustBeAlone, takeBatch } from './batch-queue';
import { writeAlone } from './commit-alone';
import {
  type BatchVerdict,
  lostHead,
  type Sparing,
  settle,
  writeCarefully,
  writeSwiftly,
} from './commit-batch';
import type { Manner } from './commit-statement';
import { heldRuns, untilFree } from './held-runs';
import { Line } from './one-write';

const BATCH_MOST = 256;
/** After a lost connection; the same batch again is harmless, because what was taken is recognised by its hash. */
const UNAVAILABLE_WAITS_MS = [50, 200, 800, 2_000];
const COLLISION_TRIES = 6;

type Waiting = {
  readonly commit: RunCommit;
  readonly resolve: (verdict: BatchVerdict) => void;
  readonly reject: (error: unknown) => void;
};

type Outcome = {
  readonly waiting: Waiting;
  readonly verdict: BatchVerdict | undefined;
  /** Where there is no verdict. */
  readonly error: unknown;
  /** It waits for a lock on its own, and comes again. */
  readonly lockedOut?: boolean;
};
const UNANSWERED = new Error('a batch answers each of its commits');

export type GroupCommitOptions = {
  /** For what has to be read besides. */
  readonly pool: Pool;
  readonly hotPool: Pool;
  readonly clock: Clock;
};

export type GroupCommit = (commit: RunCommit) => Promise<CommitOutcome>;

/**
 * One batch is in flight at a time: while it is, the next one grows. A free line is taken at once by as many as were at it lately; where fewer come, by
 * whoever is there when the event loop turns. A lone one waits for nobody, and nobody for one that is locked out. Half of them do not suffice, though the database could write for one half
 * while this process prepares the other: runs then end one by one, and are claimed one by one (half the rate with 16 runs on a busy machine).
 */
export function createGroupCommit({ pool, hotPool, clock }: GroupCommitOptions): GroupCommit {
  const queue: Waiting[] = [];
  const line = new Line(hotPool);
  let busy = false;
  let turnIsAwaited = false;
  /** How many were written or waiting when the last batch was answered. */
  let crowd = 1;

  const sendIfAllAreThere = () => {
    if (!busy && queue.length > 0 && queue.length >= crowd) void send();
  };

  const atTurn = () => {
    if (turnIsAwaited) return;
    turnIsAwaited = true;
    setImmediate(() => {
      turnIsAwaited = false;
      if (busy) return;
      if (queue.length > 0) void send();
      else line.rest();
    });
  };

  /** Never rejects: each waiting commit gets its own answer. The next batch is on its way before the answers of this one are heard. */
  const send = async (): Promise<void> => {
    busy = true;
    const outcomes = await write(takeBatch(queue, BATCH_MOST));
    busy = false;
    crowd = outcomes.length + queue.length;
    if (line.isWanted) line.rest();
    sendIfAllAreThere();
    for (const { waiting, verdict, error, lockedOut } of outcomes) {
      if (lockedOut) void comeAgain(waiting, error);
      else if (verdict) waiting.resolve(verdict);
      else waiting.reject(error);
    }
    atTurn();
  };

  const write = async (batch: readonly Waiting[]): Promise<Outcome[]> => {
    try {
      const commits = batch.map(({ commit }) => commit);
      const verdicts = await writeUntilKnown({ hotPool, line, clock }, commits);
      return batch.map((waiting, i) => ({ waiting, verdict: verdicts[i], error: UNANSWERED }));
    } catch (error) {
      if (isLockedOut(error)) return writeAround(batch, error);
      if (batch.length === 1 || classifyFault(error) !== 'refused')
        return batch.map((waiting) => ({ waiting, verdict: undefined, error }));
      return writeHalves(batch);
    }
  };

  /** One of them is at fault: halve, until the bad one is alone with its error. */
  const writeHalves = async (batch: readonly Waiting[]): Promise<Outcome[]> => {
    const middle = Math.ceil(batch.length / 2);
    return [...(await write(batch.slice(0, middle))), ...(await write(batch.slice(middle)))];
  };

  /** Somebody holds what one of them needs, most often the row of a run that is left. The others do not wait for that. */
  const writeAround = async (batch: readonly Waiting[], error: unknown): Promise<Outcome[]> => {
    const apart = (waiting: Waiting): Outcome => ({ waiting, verdict: undefined, error, lockedOut: true });
    if (batch.length === 1) return batch.map(apart);
    const needing = batch.flatMap(({ commit }) => (needsRow(commit) ? [commit.runId] : []));
    const held = await heldRuns(pool, needing).catch(() => new Set<string>());
    if (held.size === 0) return writeHalves(batch);
    const free = batch.filter(({ commit }) => !held.has(commit.runId));
    const locked = batch.filter(({ commit }) => held.has(commit.runId)).map(apart);
    return free.length === 0 ? locked : [...locked, ...(await write(free))];
  };

  const comeAgain = async (waiting: Waiting, error: unknown): Promise<void> => {
    if (!(await untilFree(pool, clock, waiting.commit.runId))) return waiting.reject(error);
    queue.push(waiting);
    sendIfAllAreThere();
    atTurn();
  };

  return async (commit) => {
    refuseMalformed(commit);
    try {
      const verdict = await new Promise<BatchVerdict>((resolve, reject) => {
        queue.push({ commit, resolve, reject });
        sendIfAllAreThere();
        atTurn();
      });
      return await settle(pool, commit, verdict);
    } catch (error) {
      throw refusalOf(error);
    }
  };
}

/** Again after a collision, and after a lost connection for a while. @throws the last error. */
async function writeUntilKnown(
  { hotPool, line, clock }: { readonly hotPool: Pool; readonly line: Line; readonly clock: Clock },
  batch: readonly RunCommit[],
): Promise<BatchVerdict[]> {
  const [first] = batch;
  const alone = batch.length === 1 && first !== undefined && mustBeAlone(first) ? first : null;
  let manner: Manner = 'swift';
  let sparing: Sparing = 'nothing';
  for (let collisions = 0, losses = 0; ; ) {
    try {
      if (alone === null && manner === 'swift') return await writeSwiftly(line, batch, sparing);
      line.rest();
      return await (alone === null ? writeCarefully(hotPool, batch, sparing) : writeAlone(hotPool, alone));
    } catch (error) {
      if (manner === 'swift' && lostHead(error)) {
        manner = 'careful';
        continue;
      }
      const fault = classifyFault(error);
      // Another process took a resource meanwhile. Claimed one by one afterwards, they hold up no neighbour however much they are wanted.
      if (lostResource(error)) sparing = 'resources';
      if (fault === 'refused' || isLockedOut(error)) throw error;
      if (fault === 'collision') {
        collisions += 1;
        if (collisions < COLLISION_TRIES) continue;
        throw error;
      }
      const waitMs = UNAVAILABLE_WAITS_MS[losses];
      losses += 1;
      if (waitMs === undefined) {
        throw new StoreUnavailableError(
          'The database did not answer, so what became of the commit is unknown.',
          {
            cause: error,
          },
        );
      }
      await clock.sleep(waitMs);
    }
  }
}

/** An approval refers to its run, and locks its key. */
const needsRow = ({ exit, approvals }: RunCommit) => exit !== null || approvals.length > 0;

/** Nothing was committed. */
function refusalOf(cause: unknown): Error {
  const refused = (code: string, message: string) => new CodedError(code, 'refused', message, { cause });
  if (lostAllowance(cause)) return refused(ALLOWANCE_GONE, 'An allowance that a hold is taken from is gone.');
  if (windowMoved(cause)) return refused(WINDOW_MOVED, 'Another call was counted in the window meanwhile.');
  return storeError(cause, 'commit');
}

function refuseMalformed(commit: RunCommit): void {
  const { rows, exit, effectClaims, effectCompletions, approvals } = commit;
  const inOrder = rows.every((row, i) => row.runId === commit.runId && row.seq === (rows[0]?.seq ?? 0) + i);
  const { closedApprovals, openedWaits, closedWaits, holds, settlements } = commit;
  const { spared = [], windowChanges = [] } = commit;
  const asked = approvals.length + closedApprovals.length + openedWaits.length + closedWaits.length;
  const hasNews =
    effectClaims.length +
      effectCompletions.length +
      asked +
      holds.length +
      settlements.length +
      spared.length +
      windowChanges.length >
    0;
  const isOwn = [
    ...effectClaims,
    ...effectCompletions,
    ...approvals,
    ...holds,
    ...settlements,
    ...spared,
    ...windowChanges,
  ].every(({ runId }) => runId === commit.runId);
  if (!inOrder || !isOwn || (rows.length === 0 && (exit === null || hasNews))) {
    throw new CodedError(
      'commit_malformed',
      'fatal',
      'A commit needs dense rows of its own run, or an exit and no news.',
    );
  }
}
