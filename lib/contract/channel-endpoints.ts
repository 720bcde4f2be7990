// Endpoints of notification channels: how people are told of what, the log of deliveries, a test, and sending again.
import { z } from 'zod';
import { resourceName } from '../domain/names';
import {
  channelDeliveryPage,
  channelDeliveryShape,
  channelPage,
  channelShape,
  listChannelDeliveriesQuery,
  putChannelBody,
} from './channel';
import { endpoint } from './endpoint';
import { pageQuery, uuid } from './page';

const byName = z.strictObject({ name: resourceName });

export const CHANNEL_ENDPOINTS = {
  listChannels: endpoint({
    id: 'listChannels',
    method: 'GET',
    path: '/channels',
    summary: 'List notification channels by name',
    scope: 'channels:write',
    query: pageQuery,
    status: 200,
    response: channelPage,
  }),
  readChannel: endpoint({
    id: 'readChannel',
    method: 'GET',
    path: '/channels/{name}',
    summary: 'Read a channel',
    scope: 'channels:write',
    params: byName,
    status: 200,
    response: channelShape,
  }),
  putChannel: endpoint({
    id: 'putChannel',
    method: 'PUT',
    path: '/channels/{name}',
    summary: 'Say how people are told of which events, and when not',
    scope: 'channels:write',
    params: byName,
    body: putChannelBody,
    status: 200,
    response: channelShape,
  }),
  deleteChannel: endpoint({
    id: 'deleteChannel',
    method: 'DELETE',
    path: '/channels/{name}',
    summary: 'Delete a channel; what it has not been told yet is cancelled',
    scope: 'channels:write',
    params: byName,
    status: 204,
  }),
  testChannel: endpoint({
    id: 'testChannel',
    method: 'POST',
    path: '/channels/{name}/test',
    summary: 'Send a test message; the delivery tells how it went',
    scope: 'channels:write',
    params: byName,
    status: 202,
    response: channelDeliveryShape,
    idempotent: true,
  }),
  listChannelDeliveries: endpoint({
    id: 'listChannelDeliveries',
    method: 'GET',
    path: '/channels/{name}/deliveries',
    summary: 'What a channel was told and how it went, newest first',
    scope: 'channels:write',
    params: byName,
    query: listChannelDeliveriesQuery,
    status: 200,
    response: channelDeliveryPage,
  }),
  redeliverNotice: endpoint({
    id: 'redeliverNotice',
    method: 'POST',
    path: '/channels/{name}/deliveries/{id}/redeliver',
    summary: 'Send a delivery again, the same bytes',
    scope: 'channels:write',
    params: z.strictObject({ name: resourceName, id: uuid }),
    status: 202,
    response: channelDeliveryShape,
    idempotent: true,
    errors: ['conflict'],
  }),
} as const;
