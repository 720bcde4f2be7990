// The record's address.
import { AuditView } from '@/components/audit/audit-view';
import { listAuditQuery } from '@/lib/contract/audit';
import { queryKeys } from '@/lib/query/query-keys';
import { page } from '@/lib/server/http/page';
import { listAudit } from '@/lib/server/queries/read-audit';
import { listViews } from '@/lib/server/queries/views';
import { Prefetched } from '../prefetched';

const VIEWS = { page: 'audit', limit: 500 } as const;

export const metadata = { title: 'Audit' };

export default page('audit:read', ({ app, person, searchParams }) => {
  // A filtered list is asked for by the browser: its period is counted from there.
  const whole = Object.keys(searchParams).every((name) => name === 'event');
  return (
    <Prefetched
      asked={[
        { queryKey: queryKeys.views.page('audit'), ask: () => listViews(app, person, VIEWS) },
        ...(whole
          ? [
              {
                queryKey: queryKeys.audit.list({}),
                ask: () => listAudit(app, listAuditQuery.parse({})),
                pages: true as const,
              },
            ]
          : []),
      ]}
    >
      <AuditView />
    </Prefetched>
  );
});
