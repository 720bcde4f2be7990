// Channels and what was sent through them.
import 'server-only';
import type { ChannelDeliveryShape, ChannelShape, ListChannelDeliveriesQuery } from '../../contract/channel';
import type { Page } from '../../contract/page';
import {
  listChannels as list,
  listChannelDeliveries as listOf,
  readChannel as read,
} from '../../store/read/read-channels';
import type { App } from '../app';
import { noSuchChannel } from '../commands/put-channel';

type Parts = Pick<App, 'db' | 'clock'>;

export function listChannels(
  { db, clock }: Parts,
  query: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<ChannelShape>> {
  return list(db, query, clock.now());
}

/** @throws RequestError not_found */
export async function readChannel({ db, clock }: Parts, name: string): Promise<ChannelShape> {
  const found = await read(db, name, clock.now());
  if (found === null) throw noSuchChannel(name);
  return found;
}

/** @throws RequestError not_found */
export async function listChannelDeliveries(
  parts: Parts,
  name: string,
  query: ListChannelDeliveriesQuery,
): Promise<Page<ChannelDeliveryShape>> {
  return listOf(parts.db, await readChannel(parts, name), query);
}
