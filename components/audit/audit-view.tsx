// The record: filters in the URL, events as sentences, one open at a time; the way to export exactly what is shown, and to check the chain.
'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Download, ShieldCheck } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { useMemo, useState } from 'react';
import type { ListFormat } from '@/lib/contract/download';
import { auditExportPath, auditListOptions } from '@/lib/query/audit';
import { routes } from '@/lib/routes';
import { Loading, StaleBanner } from '../shell/load-error';
import { Button } from '../ui/button';
import { DropdownMenu, MenuItem } from '../ui/dropdown-menu';
import { EmptyState } from '../ui/empty-state';
import { Glyph } from '../ui/glyph';
import { Icon } from '../ui/icon';
import { MoreRows } from '../ui/more-rows';
import { PageHead } from '../ui/page-head';
import { serverNowMs } from '../ui/server-clock';
import { SavedViews } from '../views/saved-views';
import { AuditFilterBar } from './audit-filter-bar';
import {
  type AuditFilterValues,
  auditFilterParsers,
  auditQueryOf,
  isAuditFiltered,
  NO_FILTER,
} from './audit-filters';
import { AuditList } from './audit-list';
import { PinnedEvent } from './pinned-event';
import { VerifyDialog } from './verify-dialog';

export function AuditView() {
  const [{ event: open, ...values }, setValues] = useQueryStates(auditFilterParsers);
  const change = (part: Partial<AuditFilterValues>): void => void setValues(part);
  const { actor, action, entity, since, until, q } = values;
  // A period is counted from when it was chosen: a list whose beginning moved each second would never be the same list.
  const filter = useMemo(
    () => auditQueryOf({ actor, action, entity, since, until, q }, serverNowMs()),
    [actor, action, entity, since, until, q],
  );
  const query = useInfiniteQuery(auditListOptions(filter));
  const events = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const [verifying, setVerifying] = useState(false);
  const setOpen = (seq: number | null): void => void setValues({ event: seq });
  const isListed = open === null || events.some(({ seq }) => seq === open);
  return (
    <div className="flex h-full flex-col">
      <PageHead
        title="Audit"
        actions={
          <>
            <ExportMenu path={(format) => auditExportPath(filter, format)} />
            <Button icon={<Icon of={ShieldCheck} />} onClick={() => setVerifying(true)}>
              Verify<span className="max-md:sr-only"> the chain</span>
            </Button>
          </>
        }
      >
        <SavedViews page="audit" path={routes.audit()} all="Everything" />
      </PageHead>
      <AuditFilterBar values={values} onChange={change} shown={events.length} more={query.hasNextPage} />
      <StaleBanner query={query} />
      <div className="min-h-0 flex-1 overflow-auto" aria-busy={query.isPlaceholderData}>
        {query.data === undefined ? (
          <Loading what="The record" query={query} rows={14} />
        ) : (
          <>
            {!isListed && open !== null && <PinnedEvent seq={open} onClose={() => setOpen(null)} />}
            {events.length > 0 ? (
              <>
                <AuditList events={events} stale={query.isPlaceholderData} open={open} onOpen={setOpen} />
                <MoreRows query={query}>Show older events</MoreRows>
              </>
            ) : isAuditFiltered(values) ? (
              <EmptyState
                title="No event matches"
                icon={<Glyph name="audit" />}
                action={<Button onClick={() => change(NO_FILTER)}>Clear the filters</Button>}
              >
                The record holds events that these filters leave out.
              </EmptyState>
            ) : (
              <EmptyState title="Nothing has been recorded" icon={<Glyph name="audit" />}>
                What people and keys do stands here: who, what, when and why.
              </EmptyState>
            )}
          </>
        )}
      </div>
      <VerifyDialog open={verifying} onClose={() => setVerifying(false)} />
    </div>
  );
}

function ExportMenu({ path }: { path: (format: ListFormat) => string }) {
  const save = (format: ListFormat): void => window.location.assign(path(format));
  return (
    <DropdownMenu trigger={<Button icon={<Icon of={Download} />}>Export</Button>}>
      <MenuItem onSelect={() => save('csv')}>What is filtered, as CSV</MenuItem>
      <MenuItem onSelect={() => save('json')}>What is filtered, as JSON</MenuItem>
      <MenuItem onSelect={() => save('jsonl')}>What is filtered, as lines of JSON</MenuItem>
    </DropdownMenu>
  );
}
