// The event that a link names, where the list does not show it: it stands above, or is said to be gone.
'use client';
import { useQuery } from '@tanstack/react-query';
import { auditEventOptions } from '@/lib/query/audit';
import { ApiProblem } from '@/lib/query/problem-error';
import { Loading } from '../shell/load-error';
import { Banner } from '../ui/banner';
import { Button } from '../ui/button';
import { AuditRow } from './audit-row';

export function PinnedEvent({ seq, onClose }: { seq: number; onClose: () => void }) {
  const query = useQuery(auditEventOptions(seq));
  if (query.error instanceof ApiProblem && query.error.code === 'not_found')
    return (
      <Banner
        state="failed"
        title={`There is no event ${seq}.`}
        actions={
          <Button size="sm" onClick={onClose}>
            Close
          </Button>
        }
      >
        Numbers are dense: one below the newest that is missing was taken out of the record.
      </Banner>
    );
  if (query.data === undefined) return <Loading what={`Event ${seq}`} query={query} rows={1} />;
  return (
    <section aria-label="The event of the link" className="border-b border-line">
      <p className="px-4 pt-2 pb-1 text-xs text-muted max-md:px-3">
        Not among those below: older, or left out by the filters.
      </p>
      <ul>
        <AuditRow event={query.data} open onToggle={onClose} />
      </ul>
    </section>
  );
}
