// Knows how a person's wish reaches a run: cancel, pause, resume or a decision, once. Refuses a run that has ended.
import { canonicalJson } from '../../domain/canonical-json';
import { type RunInput, runInput } from '../../domain/run-input';
import type { Transaction } from '../prisma';
import { PLACE_INPUT } from '../runs/place-input';

export type AddedInput =
  | { readonly status: 'added'; readonly inputSeq: number }
  /** The same key brought an input before. */
  | { readonly status: 'duplicate' }
  | { readonly status: 'ended' }
  /** A bound that was not raised in time ends the run: it can't be resumed any more. */
  | { readonly status: 'too_late' }
  | { readonly status: 'missing' };

/**
 * Adds one input and raises the run's input_seq, so that its worker folds it in or can't park without it; a sleeping run becomes due.
 * `dedupeKey` is unique within the run: the same again adds nothing.
 */
export async function addRunInput(
  tx: Transaction,
  runId: string,
  input: RunInput,
  dedupeKey: string,
): Promise<AddedInput> {
  const payload = canonicalJson(runInput.parse(input));
  if (input.type === 'resume' && (await failsAtItsBound(tx, runId))) return { status: 'too_late' };
  const placed = await tx.$queryRawUnsafe<{ input_seq: number }[]>(
    PLACE_INPUT,
    runId,
    input.type,
    payload,
    dedupeKey,
  );
  const inputSeq = placed[0]?.input_seq;
  if (inputSeq !== undefined) return { status: 'added', inputSeq };
  const run = await tx.run.findUnique({ where: { id: runId }, select: { finishedAt: true } });
  if (run === null) return { status: 'missing' };
  return { status: run.finishedAt === null ? 'duplicate' : 'ended' };
}

/** Under the run's lock, so that a raise and the end of its time are in one order. A redrive begins anew. */
async function failsAtItsBound(tx: Transaction, runId: string): Promise<boolean> {
  const [run] = await tx.$queryRawUnsafe<{ finished: boolean }[]>(
    'SELECT finished_at IS NOT NULL AS finished FROM run WHERE id = $1::uuid FOR NO KEY UPDATE',
    runId,
  );
  if (run === undefined || run.finished) return false;
  const last = await tx.runInput.findFirst({
    where: { runId, type: { in: ['bound_expired', 'redrive'] } },
    orderBy: { inputSeq: 'desc' },
    select: { type: true },
  });
  return last?.type === 'bound_expired';
}
