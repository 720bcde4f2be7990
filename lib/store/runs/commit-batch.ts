// Knows how one batch of commits becomes outcomes: one statement for all, then single reads for what it did not grant.
import type { Pool, PoolClient } from 'pg';
import { CodedError } from '../../domain/errors';
import type { EffectClaimOutcome } from '../../ports/effect-ledger';
import type { CommitOutcome, RunCommit } from '../../ports/run-store';
import { resolveClaim } from './claim-outcomes';
import { type BatchAnswer, commitStatement, partsOf } from './commit-statement';

/** What became of one commit, as far as the statement could tell; the rest is found out by `settle`. */
export type BatchVerdict = {
  readonly taken: boolean;
  readonly exited: boolean;
  /** Attempts by position in `effectClaims`, of the claims that were granted. */
  readonly granted: ReadonlyMap<number, number>;
};

/** Writes all of the batch whose heads are free, and nothing of the rest. One run at most once. @throws what the driver throws. */
export async function writeBatch(
  db: Pool | PoolClient,
  batch: readonly RunCommit[],
): Promise<BatchVerdict[]> {
  const parts = partsOf(batch);
  const { rows } = await db.query<BatchAnswer>(commitStatement(parts));
  const answer = rows[0];
  if (answer === undefined) throw new Error('the commit statement answers with one row');
  const heads = new Set(answer.heads);
  const exits = new Set(answer.exits);
  const granted = new Map<string, Map<number, number>>();
  answer.claims.forEach((place, i) => {
    const placed = parts.claims[place];
    if (placed === undefined) return;
    const own = granted.get(placed.claim.runId) ?? new Map<number, number>();
    granted.set(placed.claim.runId, own.set(placed.index, answer.attempts[i] ?? 1));
  });
  return batch.map(({ runId, rows: journal }) => ({
    taken: journal.length > 0 ? heads.has(runId) : exits.has(runId),
    exited: exits.has(runId),
    granted: granted.get(runId) ?? new Map(),
  }));
}

/** The outcome of a commit. Reads again, in statements of their own, what a statement that lost a race can't see. */
export async function settle(pool: Pool, commit: RunCommit, verdict: BatchVerdict): Promise<CommitOutcome> {
  if (!verdict.taken) return settleRefused(pool, commit);
  return { status: 'committed', claims: await claimsOf(pool, commit, verdict), exited: verdict.exited };
}

const claimsOf = (pool: Pool, commit: RunCommit, verdict: BatchVerdict): Promise<EffectClaimOutcome[]> =>
  Promise.all(
    commit.effectClaims.map((claim, i) => {
      const attempts = verdict.granted.get(i);
      return attempts === undefined ? resolveClaim(pool, claim) : ({ status: 'claimed', attempts } as const);
    }),
  );

type RunHead = { readonly fence: number; readonly status: string; readonly mine: boolean };

const READ_HEAD = `SELECT r.fence, r.status,
    EXISTS (SELECT 1 FROM checkpoint c WHERE c.run_id = r.id AND c.seq = $2 AND c.hash = $3) AS mine
  FROM run r WHERE r.id = $1`;

/**
 * A refused commit was either taken before (its last row stands in the journal, hash for hash) or belongs to a worker that lost its run. One
 * without rows is told by the fence: still owned means that input came since the worker last looked.
 */
async function settleRefused(pool: Pool, commit: RunCommit): Promise<CommitOutcome> {
  const last = commit.rows.at(-1);
  const values = [commit.runId, last?.seq ?? 0, last?.hash ?? ''];
  const { rows } = await pool.query<RunHead>({ name: 'read_run_head', text: READ_HEAD, values });
  const head = rows[0];
  if (head === undefined) throw new CodedError('run_missing', 'fatal', `There is no run ${commit.runId}.`);
  const mine = last === undefined ? head.fence === commit.fence : head.mine;
  if (!mine) return { status: 'fenced' };
  const owned = head.fence === commit.fence && head.status === 'running';
  const claims = await claimsOf(pool, commit, { taken: true, exited: false, granted: new Map() });
  return { status: 'committed', claims, exited: commit.exit !== null && !owned };
}
