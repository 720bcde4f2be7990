// The calls that the version which is only logged would have changed, each a link to its step.
'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { PolicyDifferenceCount, PolicyVersionShape } from '@/lib/contract/policy';
import { plural } from '@/lib/format/count';
import { policyDifferencesOptions } from '@/lib/query/policies';
import { Loading } from '../shell/load-error';
import { MoreRows } from '../ui/more-rows';
import { Seam } from '../ui/seam';
import { ChangedCalls } from './changed-calls';
import { changeWords } from './policy-words';

type CandidateDifferencesProps = {
  candidate: PolicyVersionShape;
  counts: readonly PolicyDifferenceCount[];
};

export function CandidateDifferences({ candidate: { version }, counts }: CandidateDifferencesProps) {
  const calls = counts.reduce((sum, count) => sum + count.calls, 0);
  const query = useInfiniteQuery(policyDifferencesOptions(version));
  const words = counts.map((count) => `${count.calls} ${changeWords(count)}`).join(', ');
  return (
    <Seam title={`What version ${version} would have changed`} note={plural(calls, 'call')}>
      {calls === 0 ? (
        <p className="px-4 pb-3 text-xs text-muted max-md:px-3">
          No call yet: where both say the same, nothing is recorded.
        </p>
      ) : query.data === undefined ? (
        <Loading what="The calls" query={query} rows={3} />
      ) : (
        <>
          <p className="px-4 pb-2 text-xs text-muted max-md:px-3">{words}.</p>
          <ChangedCalls
            calls={query.data.pages.flatMap((page) =>
              page.items.map((item) => ({ ...item, change: changeWords(item), rules: item.rules })),
            )}
          />
          <MoreRows query={query} />
        </>
      )}
    </Seam>
  );
}
