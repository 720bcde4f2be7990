// Knows that what a receiver has not been told yet ends with it.
import type { Transaction } from '../prisma';
import { type Receiver, receiverOf } from './read-deliveries';

export async function cancelPending(tx: Transaction, receiver: Receiver): Promise<void> {
  await tx.$executeRawUnsafe(
    `UPDATE delivery SET status = 'cancelled', next_attempt_at = NULL, settled_at = now()
     WHERE receiver = $1 AND status = 'pending'`,
    receiverOf(receiver),
  );
}
