// Knows what receivers of a run's calls said after their time, whether or not it is folded in yet.
import { type RunInput, runInput } from '../../domain/run-input';
import type { Transaction } from '../prisma';

export type LateAnswer = Extract<RunInput, { type: 'late_answer' }>;

/** In the order of their arrival. Under the run's lock none can come in between. */
export async function lateAnswersOf(tx: Transaction, runId: string): Promise<readonly LateAnswer[]> {
  const rows = await tx.runInput.findMany({
    where: { runId, type: 'late_answer' },
    orderBy: { inputSeq: 'asc' },
    select: { payload: true },
  });
  return rows
    .map(({ payload }) => runInput.parse(JSON.parse(Buffer.from(payload).toString('utf8'))))
    .filter((input) => input.type === 'late_answer');
}
