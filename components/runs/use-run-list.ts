// The runs of a filter as a list that lives: it follows what is newest until it is held, then it stands still and counts what it leaves out.
'use client';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Page } from '@/lib/contract/page';
import type { RunShape } from '@/lib/contract/run';
import type { RunsFilter } from '@/lib/query/query-keys';
import { namedRunsOptions, newestRunsOptions, runsBelowOptions } from '@/lib/query/runs';
import { freshCount, type Held, PagedRows } from './held-rows';
import { type ListedRun, listedRun } from './listed-run';

type HeldList = Held<ListedRun> & { readonly filter: RunsFilter; readonly goesOn: boolean };

const NO_RUNS: readonly ListedRun[] = [];
const listedPage = ({ items, nextCursor }: Page<RunShape>): Page<ListedRun> => ({
  items: items.map(listedRun),
  nextCursor,
});

export function useRunList(filter: RunsFilter) {
  const newest = useQuery({ ...newestRunsOptions(filter), select: listedPage });
  const head = newest.data?.items ?? NO_RUNS;
  const [kept, setKept] = useState<HeldList | undefined>(undefined);
  // What was held of another filter is not this list.
  const held = kept?.filter === filter ? kept : undefined;
  const cursor = held?.cursor ?? null;
  const older = useInfiniteQuery({
    ...runsBelowOptions(filter, cursor, listedRun),
    enabled: held?.goesOn === true && cursor !== null,
  });
  const [seen, setSeen] = useState<readonly string[]>([]);
  const outside = useMemo(() => {
    const fresh = new Set(head.map(({ id }) => id));
    return held === undefined ? [] : seen.filter((id) => !fresh.has(id));
  }, [seen, head, held]);
  const named = useQuery({ ...namedRunsOptions(outside), select: listedPage });
  const rows = useMemo(() => {
    if (held === undefined) return new PagedRows([head]);
    const below = older.data?.pages.map((page) => page.items) ?? [];
    return new PagedRows([held.rows, ...below], [...(named.data?.items ?? NO_RUNS), ...head]);
  }, [held, head, older.data, named.data]);

  const snapshot = (goesOn: boolean): HeldList => ({
    filter,
    goesOn,
    rows: head,
    cursor: newest.data?.nextCursor ?? null,
  });
  const settled = newest.data !== undefined && !newest.isPlaceholderData;
  const goesOn =
    held === undefined
      ? newest.data?.nextCursor != null
      : cursor !== null && (!held.goesOn || older.hasNextPage);
  return {
    rows,
    newest,
    goesOn,
    /** Older rows are being read: somebody is on the way down. */
    deep: held?.goesOn === true,
    loadingMore: older.isFetching,
    fresh: held === undefined ? 0 : freshCount(held, head),
    /** Which rows are on the screen: what became of them is asked even if they have left the filter. */
    setSeen,
    /** From now on nothing moves. */
    hold: () => {
      if (held === undefined && settled) setKept(snapshot(false));
    },
    /** From now on it follows what is newest. */
    follow: () => setKept(undefined),
    showFresh: () => setKept(snapshot(false)),
    loadMore: () => {
      if (!settled || !goesOn || older.isFetching) return;
      if (held?.goesOn !== true) setKept({ ...(held ?? snapshot(true)), goesOn: true });
      else void older.fetchNextPage();
    },
  };
}

export type RunList = ReturnType<typeof useRunList>;
