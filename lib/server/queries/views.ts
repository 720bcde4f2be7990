// Saved views as whoever asks may see them: own ones and what is shared.
import 'server-only';
import type { Page } from '../../contract/page';
import { type ListViewsQuery, type SavedViewShape, VIEW_PAGES } from '../../contract/view';
import { RequestError } from '../../domain/errors';
import type { Principal } from '../../domain/principal';
import { listViews as list, readView as read, type SavedViewRecord } from '../../store/read/list-views';
import type { App } from '../app';
import { mayChangeView, personOf, requireScope } from '../authorize';

type Db = Pick<App, 'db'>;

export async function listViews(
  { db }: Db,
  principal: Principal,
  query: ListViewsQuery,
): Promise<Page<SavedViewShape>> {
  requireScope(principal, VIEW_PAGES[query.page].needs);
  const page = await list(db, personOf(principal), query);
  return { ...page, items: page.items.map((view) => seenBy(principal, view)) };
}

/** @throws RequestError not_found */
export async function readView({ db }: Db, principal: Principal, id: string): Promise<SavedViewShape> {
  const found = await read(db, id);
  if (found === null) throw noSuchView();
  return seenBy(principal, found);
}

/** Also for the view of somebody else that isn't shared: that it is there is theirs to know. */
export function noSuchView(): RequestError {
  return new RequestError('not_found', 'There is no such view.');
}

function seenBy(principal: Principal, { ownerId, sortName: _, ...view }: SavedViewRecord): SavedViewShape {
  return {
    ...view,
    own: personOf(principal) === ownerId,
    mayChange: mayChangeView(principal, { ownerId, shared: view.shared }),
  };
}
