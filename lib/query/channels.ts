// Questions and acts about notification channels and what was sent through them.
import { infiniteQueryOptions, mutationOptions, queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { putChannelBody } from '../contract/channel';
import { CHANNEL_ENDPOINTS } from '../contract/channel-endpoints';
import { api } from './api';
import { queryKeys } from './query-keys';

/** Channels are few; one page of the longest kind holds them. */
const ALL = 500;
const PAGE = 50;
/** While something of it waits to be sent, the log moves by itself. */
const LOOK_AGAIN_MS = 1_000;

export function channelsOptions() {
  return queryOptions({
    queryKey: queryKeys.channels.list(),
    queryFn: ({ signal }) => api(CHANNEL_ENDPOINTS.listChannels, { query: { limit: ALL }, signal }),
  });
}

export function channelLogOptions(name: string) {
  return infiniteQueryOptions({
    queryKey: queryKeys.channels.log(name),
    queryFn: ({ pageParam, signal }) =>
      api(CHANNEL_ENDPOINTS.listChannelDeliveries, {
        params: { name },
        query: { limit: PAGE, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined, // safe because the first page has no cursor
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some(({ status }) => status === 'pending'))
        ? LOOK_AGAIN_MS
        : false,
  });
}

export type PutChannelAct = {
  name: string;
  definition: z.input<typeof putChannelBody>;
  ifMatchVersion?: number;
};

export function putChannelMutation() {
  return mutationOptions({
    mutationKey: ['putChannel'],
    mutationFn: ({ name, definition, ...act }: PutChannelAct) =>
      api(CHANNEL_ENDPOINTS.putChannel, { params: { name }, body: definition, ...act }),
    onSettled: (_answer, _error, _act, _kept, { client }) =>
      Promise.all([
        client.invalidateQueries({ queryKey: queryKeys.channels.all() }),
        client.invalidateQueries({ queryKey: queryKeys.secrets() }),
      ]),
  });
}

export function deleteChannelMutation() {
  return mutationOptions({
    mutationKey: ['deleteChannel'],
    mutationFn: (name: string) => api(CHANNEL_ENDPOINTS.deleteChannel, { params: { name } }),
    onSettled: (_answer, _error, _act, _kept, { client }) =>
      Promise.all([
        client.invalidateQueries({ queryKey: queryKeys.channels.all() }),
        client.invalidateQueries({ queryKey: queryKeys.secrets() }),
      ]),
  });
}

export function testChannelMutation() {
  return mutationOptions({
    mutationKey: ['testChannel'],
    mutationFn: ({ name, intent }: { name: string; intent: string }) =>
      api(CHANNEL_ENDPOINTS.testChannel, { params: { name }, intent }),
    onSettled: (_answer, _error, { name }, _kept, { client }) =>
      client.invalidateQueries({ queryKey: queryKeys.channels.log(name) }),
  });
}

export function redeliverMutation() {
  return mutationOptions({
    mutationKey: ['redeliverNotice'],
    mutationFn: ({ name, id, intent }: { name: string; id: string; intent: string }) =>
      api(CHANNEL_ENDPOINTS.redeliverNotice, { params: { name, id }, intent }),
    onSettled: (_answer, _error, { name }, _kept, { client }) =>
      client.invalidateQueries({ queryKey: queryKeys.channels.log(name) }),
  });
}
