// The address of the approvals and of one of them: the queue and its card are one page, so that choosing keeps its place.
import { ApprovalsView } from '@/components/approvals/approvals-view';
import { PENDING, PENDING_FILTER } from '@/components/approvals/pending-filter';
import { countApprovalsQuery, listApprovalsQuery } from '@/lib/contract/approval';
import { uuid } from '@/lib/contract/page';
import { queryKeys } from '@/lib/query/query-keys';
import { page } from '@/lib/server/http/page';
import { countApprovals, listApprovals } from '@/lib/server/queries/lists';
import { readApprovalCard } from '@/lib/server/queries/read-approval';
import { listViews } from '@/lib/server/queries/views';
import { Prefetched } from '../../prefetched';

const PENDING_COUNT = countApprovalsQuery.parse(PENDING);
const VIEWS = { page: 'approvals', limit: 500 } as const;

export const metadata = { title: 'Approvals' };

export default page('approvals:read', ({ app, person, params }) => {
  const id = uuid.safeParse([params.id].flat()[0]);
  return (
    <Prefetched
      asked={[
        { queryKey: queryKeys.views.page('approvals'), ask: () => listViews(app, person, VIEWS) },
        {
          queryKey: queryKeys.approvals.list(PENDING_FILTER),
          ask: () => listApprovals(app, listApprovalsQuery.parse(PENDING_FILTER), person.id),
          pages: true,
        },
        {
          queryKey: queryKeys.approvals.count(PENDING),
          ask: () => countApprovals(app, PENDING_COUNT, person.id),
        },
        ...(id.success
          ? [
              {
                queryKey: queryKeys.approvals.card(id.data),
                ask: () => readApprovalCard(app, person, id.data),
              },
            ]
          : []),
      ]}
    >
      <ApprovalsView />
    </Prefetched>
  );
});
