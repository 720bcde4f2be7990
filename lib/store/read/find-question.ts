// Knows the newest question that a step of a run asks a person.
import type { Database } from '../database';
import { storeError } from '../store-errors';

/** null: it never asked one. */
export async function findQuestion(
  db: Pick<Database, 'prisma'>,
  runId: string,
  step: number,
): Promise<{ readonly id: string; readonly payloadHash: string } | null> {
  try {
    return await db.prisma.approval.findFirst({
      where: { runId, step, kind: 'question' },
      orderBy: { id: 'desc' },
      select: { id: true, payloadHash: true },
    });
  } catch (error) {
    throw storeError(error, 'find question');
  }
}
