// Bulk actions: the history, one of them, its runs.
import 'server-only';
import type { BulkDetail, BulkItemShape, BulkItemsQuery, BulkShape } from '../../contract/bulk';
import type { Page } from '../../contract/page';
import { RequestError } from '../../domain/errors';
import { listBulkItems as items, listBulk as list, readBulk as read } from '../../store/read/bulk-actions';
import type { App } from '../app';

type Listing = { readonly limit: number; readonly cursor?: string | undefined };

export function listBulk({ db }: Pick<App, 'db'>, query: Listing): Promise<Page<BulkShape>> {
  return list(db, query);
}

/** @throws RequestError not_found */
export async function requireBulk({ db }: Pick<App, 'db'>, id: string): Promise<BulkDetail> {
  const found = await read(db, id);
  if (found === null) throw new RequestError('not_found', 'There is no such bulk action.');
  return found;
}

/** @throws RequestError not_found */
export async function listBulkItems(
  app: Pick<App, 'db'>,
  id: string,
  query: BulkItemsQuery,
): Promise<Page<BulkItemShape>> {
  await requireBulk(app, id);
  return items(app.db, id, query);
}
