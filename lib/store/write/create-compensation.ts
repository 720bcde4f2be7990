// Knows how an undo begins: the original is locked first, so that of two who ask at once, or of an undo and a redrive, one comes second.
import { TERMINAL_RUN_STATUSES } from '../../domain/run';
import type { NewRun } from '../../ports/run-store';
import type { Transaction } from '../prisma';
import { COMPENSATION_COLUMNS, toCompensation } from '../read/read-compensation';
import { CREATE_RUN, createRunValues } from '../runs/create-run';

export type CompensationStarted =
  | { readonly status: 'created' }
  /** The same intent created it before. */
  | { readonly status: 'duplicate' }
  /** The original goes on: it was redriven, or has never ended. */
  | { readonly status: 'not_ended' }
  /** Another compensation is at one of these steps. */
  | { readonly status: 'busy'; readonly by: string };

const LOCK = `SELECT status FROM run WHERE id = $1::uuid FOR NO KEY UPDATE`;
const KNOWN = `SELECT 1 FROM run WHERE id = $1::uuid`;
const OPEN = `SELECT ${COMPENSATION_COLUMNS} FROM run
  WHERE trigger->>'kind' = 'compensation' AND trigger->>'of' = $1 AND finished_at IS NULL ORDER BY id`;

/** What was undone already is for the ledger to say; here nobody starts beside one who is at it. */
export async function createCompensation(
  tx: Transaction,
  of: string,
  steps: readonly number[],
  run: NewRun,
): Promise<CompensationStarted> {
  const [locked] = await tx.$queryRawUnsafe<{ status: string }[]>(LOCK, of);
  if ((await tx.$queryRawUnsafe<unknown[]>(KNOWN, run.runId)).length > 0) return { status: 'duplicate' };
  const ended = [...TERMINAL_RUN_STATUSES].some((status) => status === locked?.status);
  if (!ended) return { status: 'not_ended' };
  const open = (await tx.$queryRawUnsafe<unknown[]>(OPEN, of)).map(toCompensation);
  const busy = open.find((one) => one.steps.some((step) => steps.includes(step)));
  if (busy !== undefined) return { status: 'busy', by: busy.id };
  await insertRun(tx, run);
  return { status: 'created' };
}

/** In the transaction of what asks for it. */
export async function insertRun(tx: Transaction, run: NewRun): Promise<void> {
  await tx.$queryRawUnsafe(CREATE_RUN, ...createRunValues(run));
}
