// Knows how a person asks for a delivery: a test, or one of the log again. What the runtime tells is queued by triggers.
import type { Transaction } from '../prisma';

const KEPT = `interval '24 hours'`;

/** @returns false when there is no such callback. */
export async function queueTest(
  tx: Transaction,
  { id, eventId, callback }: { readonly id: string; readonly eventId: string; readonly callback: string },
): Promise<boolean> {
  const queued = await tx.$executeRawUnsafe(
    `INSERT INTO callback_delivery (id, callback, event_id, event, status, created_at, next_attempt_at, gives_up_at)
     SELECT $1::uuid, name, $2::uuid, 'test', 'pending', now(), now(), now() + ${KEPT}
     FROM callback WHERE name = $3 AND archived_at IS NULL`,
    id,
    eventId,
    callback,
  );
  return queued === 1;
}

/** Sends the same bytes again under the same event id. @returns false when it is waiting to be sent anyway, or not there. */
export async function queueAgain(tx: Transaction, callback: string, id: string): Promise<boolean> {
  const queued = await tx.$executeRawUnsafe(
    `UPDATE callback_delivery d SET status = 'pending', next_attempt_at = now(), settled_at = NULL, gives_up_at = now() + ${KEPT}
     FROM callback c WHERE c.name = d.callback AND c.archived_at IS NULL AND d.callback = $1 AND d.id = $2::uuid
       AND d.status <> 'pending'`,
    callback,
    id,
  );
  return queued === 1;
}
