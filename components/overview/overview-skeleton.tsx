// The overview before its first answer, in the sizes of what will stand there.
import { Skeleton, SkeletonRows } from '../ui/skeleton';

export function OverviewSkeleton() {
  return (
    <div role="status">
      <span className="sr-only">Loading the overview</span>
      <div className="grid grid-cols-5 border-b border-line max-md:grid-cols-2">
        {['approvals', 'soon', 'unknown', 'limit', 'failed'].map((tile) => (
          <div key={tile} className="flex h-[94px] flex-col gap-2.5 border-line px-4 py-3 not-first:border-l">
            <Skeleton className="w-20" />
            <Skeleton className="h-6 w-10" />
            <Skeleton className="w-28" />
          </div>
        ))}
      </div>
      <SkeletonRows rows={6} className="mt-9" />
    </div>
  );
}
