// The address of the approvals and of one of them: the queue and its card are one page, so that choosing keeps its place.
import { ApprovalsView } from '@/components/approvals/approvals-view';
import { PENDING_FILTER } from '@/components/approvals/pending-filter';
import { listApprovalsQuery } from '@/lib/contract/approval';
import { uuid } from '@/lib/contract/page';
import { queryKeys } from '@/lib/query/query-keys';
import { page } from '@/lib/server/http/page';
import { listApprovals } from '@/lib/server/queries/lists';
import { readApprovalCard } from '@/lib/server/queries/read-approval';
import { listViews } from '@/lib/server/queries/views';
import { Prefetched } from '../../prefetched';

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
          ask: () => listApprovals(app, listApprovalsQuery.parse(PENDING_FILTER)),
          pages: true,
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
