// Knows how a person asks for a delivery: a test, or one of the log again. What the runtime tells is queued by triggers.
import { type Receiver, receiverOf } from '../deliveries/read-deliveries';
import type { Transaction } from '../prisma';

const KEPT = `interval '24 hours'`;

/** @returns false when there is no such receiver. */
export async function queueTest(
  tx: Transaction,
  { id, eventId, to }: { readonly id: string; readonly eventId: string; readonly to: Receiver },
): Promise<boolean> {
  const { kind, name } = to;
  const queued = await tx.$executeRawUnsafe(
    `INSERT INTO delivery (id, ${kind}, event_id, event, status, created_at, next_attempt_at, gives_up_at)
     SELECT $1::uuid, name, $2::uuid, 'test', 'pending', now(), now(), now() + ${KEPT}
     FROM ${kind} WHERE name = $3 AND archived_at IS NULL`,
    id,
    eventId,
    name,
  );
  return queued === 1;
}

/** Sends the same bytes again under the same event id. @returns false when it is waiting to be sent anyway, or not there. */
export async function queueAgain(tx: Transaction, to: Receiver, id: string): Promise<boolean> {
  const { kind, name } = to;
  const queued = await tx.$executeRawUnsafe(
    `UPDATE delivery d SET status = 'pending', next_attempt_at = now(), settled_at = NULL, gives_up_at = now() + ${KEPT}
     FROM ${kind} r WHERE r.name = $1 AND r.archived_at IS NULL AND d.receiver = $2 AND d.id = $3::uuid AND d.status <> 'pending'`,
    name,
    receiverOf(to),
    id,
  );
  return queued === 1;
}
