// Knows how a worker takes runs: their rows are locked, a sealed claim row goes into each journal, and the fence rises, all in one transaction.
import type { Pool, PoolClient } from 'pg';
import { CodedError } from '../../domain/errors';
import { type HashText, JOURNAL_FORMAT, sealRow } from '../../domain/journal-row';
import { isoAt } from '../../ports/clock';
import { CLAIM_UNKNOWN, type ClaimedRun } from '../../ports/run-store';
import { HOLD_AGENT_SLOTS } from '../bulkheads/agent-slots';
import { classifyFault, storeError } from '../store-errors';
import { PICK_DUE, PICK_ONE, READ_LAST } from './claim-statement';
import { INSERT_CHECKPOINT, JOURNAL, JOURNAL_VALUES } from './journal-section';
import { planName } from './plan-name';
import { relationOf, valuesOf } from './sections';

export type Sealing = { readonly hash: HashText; readonly runtimeVersion: string };

type Picked = {
  readonly id: string;
  readonly fence: number;
  readonly seq: number;
  readonly hash: string;
  /** The database's, epoch milliseconds. */
  readonly now: number;
};
type Candidate = Picked & {
  readonly agent: string;
  /** How many of its agent the worker may take. */
  readonly share: number;
  /** Of its agent's slots, where that has a limit. */
  readonly slot: number | null;
};

const JOURNAL_PARAMS = JOURNAL.columns.length;
/** A claim row whose place is taken leaves its run alone: its owner committed since the last row was read. */
const TAKE = `WITH placed AS (${INSERT_CHECKPOINT} SELECT ${JOURNAL_VALUES}
    FROM ${relationOf(JOURNAL, 1)} ORDER BY journal.run_id ON CONFLICT DO NOTHING RETURNING run_id)
  UPDATE run r SET status = 'running', fence = r.fence + 1, worker_id = $${JOURNAL_PARAMS + 1}, claimed_at = now(), waiting = NULL,
    due_at = NULL, started_at = coalesce(r.started_at, now()), updated_at = now()
  FROM placed WHERE r.id = placed.run_id RETURNING r.id, r.fence`;

const PLACE_TRIES = 3;
const COLLISION_TRIES = 3;

/** Up to `limit` due runs. Empty when there are none, or when the worker has no lease. */
export function claimDue(
  pool: Pool,
  sealing: Sealing,
  workerId: string,
  limit: number,
): Promise<ClaimedRun[]> {
  if (limit < 1) return Promise.resolve([]);
  return claim(pool, sealing, workerId, {
    name: planName('pick_due'),
    text: PICK_DUE,
    values: [workerId, limit],
  });
}

/** This run, when it is due or its owner is gone. `free`: how many places the worker has; null where that plays no part. */
export async function claimRun(
  pool: Pool,
  sealing: Sealing,
  workerId: string,
  runId: string,
  free: number | null,
): Promise<ClaimedRun | null> {
  const pick = { name: planName('pick_one'), text: PICK_ONE, values: [workerId, runId, free] };
  const [claimed] = await claim(pool, sealing, workerId, pick);
  return claimed ?? null;
}

type Pick = { readonly name: string; readonly text: string; readonly values: unknown[] };

async function claim(pool: Pool, sealing: Sealing, workerId: string, pick: Pick): Promise<ClaimedRun[]> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await claimOnce(pool, sealing, workerId, pick);
    } catch (error) {
      if (attempt < COLLISION_TRIES && classifyFault(error) === 'collision') continue;
      throw storeError(error, 'claim');
    }
  }
}

async function claimOnce(pool: Pool, sealing: Sealing, workerId: string, pick: Pick): Promise<ClaimedRun[]> {
  const client = await pool.connect();
  let fault: Error | undefined;
  let isUncertain = false;
  try {
    await client.query('BEGIN');
    const rows = withinShares((await client.query<Candidate>(pick)).rows);
    const claimed = rows.length === 0 ? [] : await take(client, sealing, workerId, rows);
    await holdSlots(client, rows, claimed);
    isUncertain = claimed.length > 0;
    await client.query('COMMIT');
    return claimed;
  } catch (error) {
    fault = error instanceof Error ? error : new Error(String(error));
    if (!isUncertain || classifyFault(error) !== 'unavailable') throw error;
    // Not asked for again: the transaction that was cut off may still commit after such a question.
    const message = 'The database did not answer, so whether runs were claimed is unknown.';
    throw new CodedError(CLAIM_UNKNOWN, 'retryable', message, { cause: error });
  } finally {
    client.release(fault);
  }
}

/** What an agent has more than its share stays locked until this transaction ends, and is left. */
function withinShares(candidates: readonly Candidate[]): Candidate[] {
  const taken = new Map<string, number>();
  return candidates.filter(({ agent, share }) => {
    const count = (taken.get(agent) ?? 0) + 1;
    taken.set(agent, count);
    return count <= share;
  });
}

async function holdSlots(
  client: PoolClient,
  candidates: readonly Candidate[],
  claimed: readonly ClaimedRun[],
): Promise<void> {
  const fences = new Map(claimed.map(({ runId, fence }) => [runId, fence]));
  const held = candidates.filter(({ id, slot }) => slot !== null && fences.has(id));
  if (held.length === 0) return;
  await client.query({
    name: planName('hold_agent_slots'),
    text: HOLD_AGENT_SLOTS,
    values: [
      held.map(({ agent }) => agent),
      held.map(({ slot }) => slot),
      held.map(({ id }) => id),
      held.map(({ id }) => fences.get(id)),
    ],
  });
}

/** Seals and places; what lost its place is read again, since the lock may have been waited for. */
async function take(
  client: PoolClient,
  sealing: Sealing,
  workerId: string,
  picked: readonly Picked[],
): Promise<ClaimedRun[]> {
  const claimed: ClaimedRun[] = [];
  let open = picked;
  for (let attempt = 1; open.length > 0 && attempt <= PLACE_TRIES; attempt += 1) {
    const rows = open.map((run) => ({ head: true, row: claimRow(run, sealing, workerId) }));
    const values = [...valuesOf(JOURNAL, rows), workerId];
    const taken = await client.query<{ id: string; fence: number }>({
      name: planName('take_runs'),
      text: TAKE,
      values,
    });
    const ids = new Set(taken.rows.map(({ id }) => id));
    claimed.push(...taken.rows.map(({ id, fence }) => ({ runId: id, fence })));
    const lost = open.filter(({ id }) => !ids.has(id)).map(({ id }) => id);
    if (lost.length === 0) break;
    open = (await client.query<Picked>({ name: planName('read_last'), text: READ_LAST, values: [lost] }))
      .rows;
  }
  const order = new Map(picked.map(({ id }, i) => [id, i]));
  return claimed.sort((a, b) => (order.get(a.runId) ?? 0) - (order.get(b.runId) ?? 0));
}

function claimRow(run: Picked, { hash, runtimeVersion }: Sealing, workerId: string) {
  return sealRow(
    {
      runId: run.id,
      seq: run.seq + 1,
      kind: 'claim',
      step: null,
      at: isoAt(Math.floor(run.now)),
      format: JOURNAL_FORMAT,
      runtimeVersion,
    },
    { type: 'claim', workerId, fence: run.fence + 1 },
    { costMicroUsd: 0, tokens: 0 },
    run.hash,
    hash,
  );
}
