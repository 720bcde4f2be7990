// The changes of all breakers below their list: it goes on as long as one asks for more.
'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { breakerChangesOptions } from '@/lib/query/breakers';
import { Loading } from '../shell/load-error';
import { MoreRows } from '../ui/more-rows';
import { Seam } from '../ui/seam';
import { ChangeRows } from './change-rows';

export function AllChanges({ onChoose }: { onChoose: (key: string) => void }) {
  const query = useInfiniteQuery(breakerChangesOptions());
  const changes = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Seam aria-label="Changes" title="Changes" note="all breakers, newest first" className="border-t!">
      {query.data === undefined ? (
        <Loading what="The changes" query={query} rows={3} />
      ) : changes.length === 0 ? (
        <p className="px-4 pb-3 text-xs text-muted max-md:px-3">
          None has opened yet. Each change stands here with who or what made it, and why.
        </p>
      ) : (
        <div className="px-4 pb-2 max-md:px-3">
          <ChangeRows changes={changes} onChoose={onChoose} />
        </div>
      )}
      <MoreRows query={query} />
    </Seam>
  );
}
