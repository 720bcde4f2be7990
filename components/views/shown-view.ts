// Which saved view a page shows, told by its address alone. Pure.
import { filtersIn, type SavedViewShape, type ViewPage } from '@/lib/contract/view';

export type ShownView = {
  /** The page's filters as they stand in the address; "" for everything. */
  readonly query: string;
  /** The view that says the same; a person's own before a shared one. */
  readonly view: SavedViewShape | undefined;
};

export function shownView(
  page: ViewPage,
  views: readonly SavedViewShape[],
  params: URLSearchParams,
): ShownView {
  const query = filtersIn(page, params);
  const same = views.filter((view) => view.query === query);
  return { query, view: same.find((view) => view.own) ?? same[0] };
}

export function hrefOfView(path: string, query: string): string {
  return query === '' ? path : `${path}?${query}`;
}
