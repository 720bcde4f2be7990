// Knows that what a receiver says after a run has ended stands in the audit: its journal takes it in only if the run is redriven.
import type { HashText } from '../../domain/journal-row';
import { SYSTEM_ACTOR } from '../../domain/principal';
import type { RunStore } from '../../ports/run-store';
import { appendAudit } from '../append-audit';
import { type Database, inTransaction } from '../database';
import { storeError } from '../store-errors';
import { PLACE_INPUT_OF_ENDED } from './place-input';
import { tellLiveRun, tellValues } from './tell-run';

type Parts = { readonly db: Pick<Database, 'pool' | 'prisma'>; readonly hash: HashText };

/** The same store. The event is written in the transaction that keeps the answer, once; it names the attempt and not what was answered. */
export function withAuditedTells<S extends RunStore>(store: S, { db, hash }: Parts): S {
  const tellRun: RunStore['tellRun'] = async (runId, input, dedupeKey, seenInputSeq) => {
    if (input.type !== 'late_answer') return store.tellRun(runId, input, dedupeKey, seenInputSeq);
    const values = tellValues(runId, input, dedupeKey);
    const tellLive = () =>
      tellLiveRun(db.pool, values).catch((error: unknown) => {
        throw storeError(error, 'tell a run');
      });
    if (await tellLive()) return true;
    const isKept = await inTransaction(db, 'tell a run', async (tx) => {
      const placed = await tx.$queryRawUnsafe<unknown[]>(PLACE_INPUT_OF_ENDED, ...values);
      if (placed.length === 0) return false;
      const { step, attempt, outcome, answeredAt, error } = input;
      const after = { step, attempt, outcome, answeredAt, error: error?.code ?? null };
      const entity = { kind: 'run', id: runId } as const;
      await appendAudit(tx, { actor: SYSTEM_ACTOR, action: 'run.late_answer', entity, after }, hash);
      return true;
    });
    // Between the two questions it may have been redriven.
    return isKept || tellLive();
  };
  return { ...store, tellRun };
}
