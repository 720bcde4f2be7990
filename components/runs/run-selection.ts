// Which runs are chosen for a bulk action: one by one, from one to another, or all that match. Belongs to ids, never to places. Pure.
import { MOST_NAMED_RUNS, type RunFilter } from '@/lib/contract/run-filter';

export type RunSelection = {
  readonly ids: ReadonlySet<string>;
  /** The run that was chosen or left out last: a range begins there. */
  readonly last: string | undefined;
  /** Everything that this filter finds; `ids` are then the rows at hand. Bounded in time, so that later runs are not meant. */
  readonly all: RunFilter | undefined;
};

export const NONE_SELECTED: RunSelection = { ids: new Set(), last: undefined, all: undefined };

/** How many are named one by one at most; beyond that all that match are meant, or fewer. */
export const MOST_SELECTED = MOST_NAMED_RUNS;

/** On or off; where all that match were meant, the rows at hand but this one stay. */
export function toggled(selection: RunSelection, id: string): RunSelection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return capped({ ids, last: id, all: undefined });
}

/** From the run that was touched last to this one, all become what that one is. Without a last one it is a toggle. */
export function ranged(selection: RunSelection, order: readonly string[], id: string): RunSelection {
  const from = selection.last === undefined ? -1 : order.indexOf(selection.last);
  const to = order.indexOf(id);
  if (from === -1 || to === -1 || selection.last === undefined) return toggled(selection, id);
  const on = selection.ids.has(selection.last);
  const ids = new Set(selection.ids);
  for (const one of order.slice(Math.min(from, to), Math.max(from, to) + 1)) {
    if (on) ids.add(one);
    else ids.delete(one);
  }
  return capped({ ids, last: id, all: undefined });
}

/** The rows at hand, as many as can be named; once more: none. */
export function toggledAtHand(selection: RunSelection, order: readonly string[]): RunSelection {
  if (selection.ids.size > 0) return NONE_SELECTED;
  return capped({ ids: new Set(order), last: undefined, all: undefined });
}

/** All that match now. */
export function allMatching(order: readonly string[], filter: RunFilter, nowIso: string): RunSelection {
  return { ids: new Set(order), last: undefined, all: { ...filter, until: filter.until ?? nowIso } };
}

/** What the API is asked for. */
export function filterOf(selection: RunSelection): RunFilter {
  return selection.all ?? { id: [...selection.ids] };
}

export function isSelected(selection: RunSelection, id: string): boolean {
  return selection.all !== undefined || selection.ids.has(id);
}

function capped(selection: RunSelection): RunSelection {
  if (selection.ids.size <= MOST_SELECTED) return selection;
  return { ...selection, ids: new Set([...selection.ids].slice(0, MOST_SELECTED)) };
}
