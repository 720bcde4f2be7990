// How a delivery of the outbox stands: one event for one receiver, a callback or a channel.
import { z } from 'zod';

/**
 * delivered: the receiver took it. failed: given up. cancelled: its receiver was deleted. dropped: not true any more when it was to be sent, so that
 * nobody was told; channels alone.
 */
export const deliveryStatus = z.enum(['pending', 'delivered', 'failed', 'cancelled', 'dropped']);
export type DeliveryStatus = z.infer<typeof deliveryStatus>;

export const RECEIVER_KINDS = ['callback', 'channel'] as const;
export const receiverKind = z.enum(RECEIVER_KINDS);
export type ReceiverKind = z.infer<typeof receiverKind>;
