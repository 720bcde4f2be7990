// Knows how commits of many runs become one statement: one batch in flight, the next one made of what came meanwhile. Fails nobody for a neighbour.
import type { Pool } from 'pg';
import { CodedError, StoreUnavailableError } from '../../domain/errors';
import type { Clock } from '../../ports/clock';
import type { CommitOutcome, RunCommit } from '../../ports/run-store';
import { classifyFault, lostResource, storeError } from '../store-errors';
import { mustBeAlone, takeBatch } from './batch-queue';
import { writeAlone } from './commit-alone';
import { type BatchVerdict, lostHead, settle, writeBatch } from './commit-batch';
import type { Manner } from './commit-statement';

const BATCH_MOST = 256;
/** After a lost connection; the same batch again is harmless, because what was taken is recognised by its hash. */
const UNAVAILABLE_WAITS_MS = [50, 200, 800, 2_000];
const COLLISION_TRIES = 6;

type Waiting = {
  readonly commit: RunCommit;
  readonly resolve: (verdict: BatchVerdict) => void;
  readonly reject: (error: unknown) => void;
};

export type GroupCommitOptions = {
  /** For what has to be read besides. */
  readonly pool: Pool;
  readonly hotPool: Pool;
  readonly clock: Clock;
};

export type GroupCommit = (commit: RunCommit) => Promise<CommitOutcome>;

/**
 * Commits are collected until the event loop turns, so that runs that became ready together share a statement; a lone one waits for nobody.
 * One batch is in flight at a time: while it is, the next one grows.
 */
export function createGroupCommit({ pool, hotPool, clock }: GroupCommitOptions): GroupCommit {
  const queue: Waiting[] = [];
  let busy = false;

  const schedule = () => {
    if (busy || queue.length === 0) return;
    busy = true;
    setImmediate(() => {
      const batch = takeBatch(queue, BATCH_MOST);
      void write(batch).finally(() => {
        busy = false;
        schedule();
      });
    });
  };

  /** Never rejects: each waiting commit gets its own answer. */
  const write = async (batch: readonly Waiting[]): Promise<void> => {
    try {
      const verdicts = await writeUntilKnown(
        hotPool,
        batch.map(({ commit }) => commit),
        clock,
      );
      batch.forEach((waiting, i) => {
        const verdict = verdicts[i];
        if (verdict) waiting.resolve(verdict);
        else waiting.reject(new Error('a batch answers each of its commits'));
      });
    } catch (error) {
      if (batch.length === 1 || classifyFault(error) !== 'refused') {
        for (const { reject } of batch) reject(error);
        return;
      }
      // One of them is at fault: halve, until the bad one is alone with its error.
      const middle = Math.ceil(batch.length / 2);
      await write(batch.slice(0, middle));
      await write(batch.slice(middle));
    }
  };

  return async (commit) => {
    refuseMalformed(commit);
    try {
      const verdict = await new Promise<BatchVerdict>((resolve, reject) => {
        queue.push({ commit, resolve, reject });
        schedule();
      });
      return await settle(pool, commit, verdict);
    } catch (error) {
      throw storeError(error, 'commit');
    }
  };
}

/** Again after a collision, and after a lost connection for a while. @throws the last error. */
async function writeUntilKnown(
  pool: Pool,
  batch: readonly RunCommit[],
  clock: Clock,
): Promise<BatchVerdict[]> {
  const [first] = batch;
  const alone = batch.length === 1 && first !== undefined && mustBeAlone(first) ? first : null;
  let manner: Manner = 'swift';
  let sparing: 'resources' | 'nothing' = 'nothing';
  for (let collisions = 0, losses = 0; ; ) {
    try {
      return await (alone === null ? writeBatch(pool, batch, manner, sparing) : writeAlone(pool, alone));
    } catch (error) {
      if (manner === 'swift' && lostHead(error)) {
        manner = 'careful';
        continue;
      }
      const fault = classifyFault(error);
      // Another process took a resource meanwhile. Claimed one by one afterwards, they hold up no neighbour however much they are wanted.
      if (lostResource(error)) sparing = 'resources';
      if (fault === 'refused') throw error;
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

function refuseMalformed(commit: RunCommit): void {
  const { rows, exit, effectClaims, effectCompletions, approvals } = commit;
  const inOrder = rows.every((row, i) => row.runId === commit.runId && row.seq === (rows[0]?.seq ?? 0) + i);
  const { closedApprovals, openedWaits, closedWaits } = commit;
  const asked = approvals.length + closedApprovals.length + openedWaits.length + closedWaits.length;
  const hasNews = effectClaims.length + effectCompletions.length + asked > 0;
  const isOwn = [...effectClaims, ...effectCompletions, ...approvals].every(
    ({ runId }) => runId === commit.runId,
  );
  if (!inOrder || !isOwn || (rows.length === 0 && (exit === null || hasNews))) {
    throw new CodedError(
      'commit_malformed',
      'fatal',
      'A commit needs dense rows of its own run, or an exit and no news.',
    );
  }
}
