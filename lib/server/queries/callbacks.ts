// Callbacks and what they were told.
import 'server-only';
import type { CallbackShape, DeliveryShape, ListDeliveriesQuery } from '../../contract/callback';
import type { Page } from '../../contract/page';
import {
  listCallbacks as list,
  listDeliveries as listOf,
  readCallback as read,
} from '../../store/read/read-callbacks';
import type { App } from '../app';
import { noSuchCallback } from '../commands/put-callback';

type Db = Pick<App, 'db'>;

export function listCallbacks(
  { db }: Db,
  query: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<CallbackShape>> {
  return list(db, query);
}

/** @throws RequestError not_found */
export async function readCallback({ db }: Db, name: string): Promise<CallbackShape> {
  const found = await read(db, name);
  if (found === null) throw noSuchCallback(name);
  return found;
}

/** @throws RequestError not_found */
export async function listDeliveries(
  app: Db,
  name: string,
  query: ListDeliveriesQuery,
): Promise<Page<DeliveryShape>> {
  await readCallback(app, name);
  return listOf(app.db, name, query);
}
