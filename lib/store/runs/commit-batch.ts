// Knows how one batch of commits becomes outcomes: one statement for all, then single reads for what it did not grant.
import { DatabaseError, type Pool, type PoolClient } from 'pg';
import { CodedError } from '../../domain/errors';
import type { EffectClaim, EffectClaimOutcome } from '../../ports/effect-ledger';
import type { CommitOutcome, RunCommit } from '../../ports/run-store';
import { claimContact, releaseContact } from '../events/claim-contact';
import { resolveClaim } from './claim-outcomes';
import { type BatchAnswer, partsOf } from './commit-parts';
import { carefulStatement, swiftParts } from './commit-statement';
import type { Line } from './one-write';
import { planName } from './plan-name';

/** What became of one commit, as far as the statement could tell; the rest is found out by `settle`. */
export type BatchVerdict = {
  readonly taken: boolean;
  readonly exited: boolean;
  /** Attempts by position in `effectClaims`, of the claims that were granted. */
  readonly granted: ReadonlyMap<number, number>;
};

export type Sparing = 'resources' | 'nothing';

/** Writes the whole batch, or nothing where a head is taken. One run at most once. @throws what the driver throws. */
export async function writeSwiftly(
  line: Line,
  batch: readonly RunCommit[],
  sparing: Sparing,
): Promise<BatchVerdict[]> {
  const [answer] = await line.write(swiftParts(partsOf(batch, sparing)));
  return verdictsOf(batch, answer);
}

/** Writes all of the batch whose heads are free, and nothing of the rest. One run at most once. @throws what the driver throws. */
export async function writeCarefully(
  db: Pool | PoolClient,
  batch: readonly RunCommit[],
  sparing: Sparing,
): Promise<BatchVerdict[]> {
  const { rows } = await db.query<{ answer: string }>(carefulStatement(partsOf(batch, sparing)));
  return verdictsOf(batch, rows[0]?.answer);
}

/** Where nothing was answered, there was nothing but journal rows. */
function verdictsOf(batch: readonly RunCommit[], text: string | undefined): BatchVerdict[] {
  const answer = text === undefined ? undefined : (JSON.parse(text) as BatchAnswer); // safe because our own statement wrote it
  const heads = answer?.heads ? new Set(answer.heads) : null;
  const exits = new Set(answer?.exits);
  const claimed = claimedKeys(answer);
  return batch.map((commit) => {
    const exited = exits.has(commit.runId);
    const headTaken = heads === null || heads.has(commit.runId);
    const taken = commit.rows.length > 0 ? headTaken : exited;
    return { taken, exited, granted: claimed === null ? NONE : grantedOf(commit, claimed) };
  });
}

/**
 * Whether the batch has to be written with care: a head was taken, or an approval stands there already, as it does where a commit is handed in again
 * (what is written beside the journal may be refused before the journal's own row is).
 */
export function lostHead(error: unknown): boolean {
  if (!(error instanceof DatabaseError) || error.code !== '23505') return false;
  return (error.table ?? '').startsWith('checkpoint') || error.constraint === 'approval_pkey';
}

const NONE: ReadonlyMap<number, number> = new Map();
type Granted = { readonly runId: string; readonly step: number; readonly attempts: number };

function claimedKeys(answer: BatchAnswer | undefined): ReadonlyMap<string, Granted> | null {
  if (!answer?.keys) return null;
  const { runs, steps, attempts } = answer;
  return new Map(
    answer.keys.map((key, i) => [
      key,
      { runId: runs?.[i] ?? '', step: steps?.[i] ?? 0, attempts: attempts?.[i] ?? 1 },
    ]),
  );
}

function grantedOf(commit: RunCommit, claimed: ReadonlyMap<string, Granted>): ReadonlyMap<number, number> {
  const granted = new Map<number, number>();
  commit.effectClaims.forEach(({ scope, key, step }, i) => {
    const found = claimed.get(`${scope}\n${key}`);
    if (found?.runId === commit.runId && found.step === step) granted.set(i, found.attempts);
  });
  return granted;
}

/** The outcome of a commit. Reads again, in statements of their own, what a statement that lost a race can't see. */
export async function settle(pool: Pool, commit: RunCommit, verdict: BatchVerdict): Promise<CommitOutcome> {
  if (!verdict.taken) return settleRefused(pool, commit);
  return { status: 'committed', claims: await claimsOf(pool, commit, verdict), exited: verdict.exited };
}

/** After the commit and before its answer: what is not answered is not sent, and the same contact is counted once however often it is asked for. */
async function claimsOf(pool: Pool, commit: RunCommit, verdict: BatchVerdict): Promise<EffectClaimOutcome[]> {
  for (const done of commit.effectCompletions) {
    if (done.status === 'failed_final' && done.contactKey !== undefined)
      await releaseContact(pool, done, done.contactKey);
  }
  return Promise.all(
    commit.effectClaims.map(async (claim, i) => {
      const attempts = verdict.granted.get(i);
      const outcome =
        attempts === undefined ? await resolveClaim(pool, claim) : ({ status: 'claimed', attempts } as const);
      return outcome.status === 'claimed' ? withContact(pool, claim, outcome) : outcome;
    }),
  );
}

async function withContact(
  pool: Pool,
  { contact, scope, key }: EffectClaim,
  claimed: EffectClaimOutcome,
): Promise<EffectClaimOutcome> {
  if (contact === undefined) return claimed;
  const { granted, sent } = await claimContact(pool, { scope, key }, contact);
  const { correlationKey, most } = contact;
  return granted || most === null ? claimed : { status: 'capped', correlationKey, sent, most };
}

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
  const { rows } = await pool.query<RunHead>({ name: planName('read_run_head'), text: READ_HEAD, values });
  const head = rows[0];
  if (head === undefined) throw new CodedError('run_missing', 'fatal', `There is no run ${commit.runId}.`);
  const mine = last === undefined ? head.fence === commit.fence : head.mine;
  if (!mine) return { status: 'fenced' };
  const owned = head.fence === commit.fence && head.status === 'running';
  const claims = await claimsOf(pool, commit, { taken: true, exited: false, granted: NONE });
  return { status: 'committed', claims, exited: commit.exit !== null && !owned };
}
