// Notification channels on the wire: the configuration, and the log of what was sent through one.
import { z } from 'zod';
import { channelDefinition, channelWith, notifiedEvent } from '../domain/channel';
import { deliveryStatus } from '../domain/delivery';
import { resourceName } from '../domain/names';
import { actor } from '../domain/principal';
import { deliveryShape } from './callback';
import { cursorParam, limitParam, listParam, pageOf, timestamp } from './page';

export const putChannelBody = channelDefinition;

export const channelShape = channelWith({
  name: resourceName,
  /** Raised by each change, for If-Match. */
  version: z.number().int(),
  createdAt: timestamp,
  createdBy: actor,
  updatedAt: timestamp,
  updatedBy: actor,
  /** Until when it is told of nothing but what presses; null while it is not quiet. */
  quietUntil: timestamp.nullable(),
});
export type ChannelShape = z.infer<typeof channelShape>;
export const channelPage = pageOf(channelShape);

export const channelDeliveryShape = deliveryShape.omit({ callback: true, event: true }).extend({
  channel: resourceName,
  event: notifiedEvent,
  status: deliveryStatus,
  /** Not held back by quiet hours that let through what presses. */
  urgent: z.boolean(),
  /** Held back by quiet hours until then; null where it is not. */
  heldUntil: timestamp.nullable(),
});
export type ChannelDeliveryShape = z.infer<typeof channelDeliveryShape>;
export const channelDeliveryPage = pageOf(channelDeliveryShape);

export const listChannelDeliveriesQuery = z.strictObject({
  status: listParam(deliveryStatus),
  limit: limitParam,
  cursor: cursorParam,
});
export type ListChannelDeliveriesQuery = z.infer<typeof listChannelDeliveriesQuery>;
