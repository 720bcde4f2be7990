// Knows how a failed run is sent on or given up: its row is locked first, so that of two who act at once one is told that he came second.
import { canonicalJson } from '../../domain/canonical-json';
import type { Actor } from '../../domain/principal';
import { RUN_REDRIVE } from '../../domain/run';
import { type RunInput, runInput } from '../../domain/run-input';
import type { Transaction } from '../prisma';

export type Settled =
  | { readonly status: 'settled'; readonly letterId: string; readonly inputSeq: number | null }
  /** The same key settled it before. */
  | { readonly status: 'duplicate' }
  | { readonly status: 'missing' }
  /** The run did not fail, or goes on already. */
  | { readonly status: 'not_failed' }
  /** What it did is undone, or about to be, by this run: it can't go on from there. */
  | { readonly status: 'compensated'; readonly by: string }
  /** There is no open letter that was seen: somebody dealt with it, or the run failed again. */
  | { readonly status: 'closed' };

const LOCK = `SELECT status FROM run WHERE id = $1::uuid FOR NO KEY UPDATE`;
/** An answer to an unknown outcome undoes one step, which is settled by that. */
const COMPENSATED = `SELECT id::text AS id FROM run
  WHERE trigger->>'kind' = 'compensation' AND trigger->>'of' = $1 AND input->>'cause' <> 'decision' ORDER BY id DESC LIMIT 1`;
const KNOWN = `SELECT 1 FROM run_input WHERE run_id = $1::uuid AND dedupe_key = $2`;
const SETTLE = `UPDATE dead_letter SET state = $2, settled_at = now(), settled_by = $3::jsonb, settled_reason = $4
  WHERE run_id = $1::uuid AND state = 'open' AND failed_at <= coalesce($5::timestamptz, failed_at) AND id = coalesce($6::uuid, id)
  RETURNING id::text AS id`;
const GO_ON = `WITH told AS (
    UPDATE run SET status = 'queued', input_seq = input_seq + 1, due_at = now(), finished_at = NULL, error_code = NULL,
      error_message = NULL, updated_at = now()
    WHERE id = $1::uuid RETURNING id, input_seq),
  unsummed AS (INSERT INTO spend_redriven (run_id) SELECT id FROM told ON CONFLICT DO NOTHING)
  INSERT INTO run_input (run_id, input_seq, type, payload, dedupe_key, created_at)
  SELECT id, input_seq, 'redrive', convert_to($2, 'UTF8'), $3, now() FROM told RETURNING input_seq`;

type Act = {
  readonly runId: string;
  readonly by: Actor;
  readonly reason: string;
  /** A letter that came after this instant is not meant: nobody has seen it. */
  readonly seenAt?: string | undefined;
  /** Only this letter is meant. */
  readonly letterId?: string | undefined;
};

async function settle(tx: Transaction, state: 'redriven' | 'discarded', act: Act) {
  const { runId, by, reason, seenAt, letterId } = act;
  const settled = await tx.$queryRawUnsafe<{ id: string }[]>(
    SETTLE,
    runId,
    state,
    JSON.stringify(by),
    reason,
    seenAt ?? null,
    letterId ?? null,
  );
  return settled[0]?.id ?? null;
}

async function lockedStatus(tx: Transaction, runId: string): Promise<string | null> {
  const locked = await tx.$queryRawUnsafe<{ status: string }[]>(LOCK, runId);
  return locked[0]?.status ?? null;
}

type Redrive = Pick<Act, 'runId' | 'letterId'> & {
  readonly input: Extract<RunInput, { type: 'redrive' }>;
  /** Unique within the run: the same again settles nothing. */
  readonly dedupeKey: string;
};

/** The same run goes on where it failed: due at once, its letter closed, and the redrive as its next input. */
export async function redriveRun(
  tx: Transaction,
  { runId, letterId, input, dedupeKey }: Redrive,
): Promise<Settled> {
  const status = await lockedStatus(tx, runId);
  if (status === null) return { status: 'missing' };
  if ((await tx.$queryRawUnsafe<unknown[]>(KNOWN, runId, dedupeKey)).length > 0)
    return { status: 'duplicate' };
  if (!(status in RUN_REDRIVE)) return { status: 'not_failed' };
  const [undoing] = await tx.$queryRawUnsafe<{ id: string }[]>(COMPENSATED, runId);
  if (undoing !== undefined) return { status: 'compensated', by: undoing.id };
  const settledId = await settle(tx, 'redriven', { runId, letterId, by: input.by, reason: input.reason });
  if (settledId === null) return { status: 'closed' };
  const payload = canonicalJson(runInput.parse(input));
  const [told] = await tx.$queryRawUnsafe<{ input_seq: number }[]>(GO_ON, runId, payload, dedupeKey);
  return { status: 'settled', letterId: settledId, inputSeq: told?.input_seq ?? null };
}

/** The run stays failed, and nobody is asked about it any more. */
export async function discardRun(tx: Transaction, act: Act): Promise<Settled> {
  const status = await lockedStatus(tx, act.runId);
  if (status === null) return { status: 'missing' };
  if (!(status in RUN_REDRIVE)) return { status: 'not_failed' };
  const letterId = await settle(tx, 'discarded', act);
  return letterId === null ? { status: 'closed' } : { status: 'settled', letterId, inputSeq: null };
}
