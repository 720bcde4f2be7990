// "Needs a person now": rows that each lead to the place where something can be done about them.
'use client';
import Link from 'next/link';
import type { OverviewShape } from '@/lib/contract/overview';
import { plural } from '@/lib/format/count';
import { routes } from '@/lib/routes';
import { ButtonLink } from '../ui/button-link';
import { Countdown } from '../ui/countdown';
import { EmptyState } from '../ui/empty-state';
import { Glyph } from '../ui/glyph';
import { RelativeTime } from '../ui/relative-time';
import { Seam } from '../ui/seam';
import { type UrgentRow, urgentRows } from './urgent-rows';

export function NeedsPerson({ overview }: { overview: OverviewShape }) {
  const rows = urgentRows(overview);
  const hidden = overview.approvals.pending - overview.needsPerson.length;
  return (
    <Seam
      title="Needs a person now"
      note={
        rows.length === 0 ? undefined : hidden > 0 ? (
          <span className="max-md:hidden">{`most urgent first, ${plural(hidden, 'approval')} more`}</span>
        ) : (
          <span className="max-md:hidden">most urgent first</span>
        )
      }
      action={<Link href={routes.approvals()}>All approvals</Link>}
    >
      {rows.length === 0 ? (
        <EmptyState title="Nothing needs a person" className="mt-0" icon={<Glyph name="approvals" />}>
          Calls that ask, unknown outcomes and runs at a limit stand here, most urgent first.
        </EmptyState>
      ) : (
        <ul className="grid grid-cols-[34px_max-content_minmax(0,1fr)_max-content_max-content_max-content] max-md:block">
          {rows.map((row) => (
            <Row key={row.key} row={row} />
          ))}
        </ul>
      )}
    </Seam>
  );
}

function Row({ row }: { row: UrgentRow }) {
  return (
    <li
      data-state-of={row.state}
      className="relative col-span-full grid min-h-[38px] grid-cols-subgrid items-center border-t border-line-soft transition-colors hover:bg-hover max-md:grid-cols-[30px_minmax(0,1fr)_auto_auto] max-md:gap-x-1 max-md:py-2"
    >
      <span className="grid pl-4 text-state max-md:row-span-2 max-md:self-start max-md:pt-0.5 max-md:pl-3">
        <Glyph name={row.glyph} />
      </span>
      <b className="mono truncate px-2.5 max-md:px-0 max-md:pl-1.5">{row.name}</b>
      <span
        title={row.text}
        className="truncate px-2.5 max-md:order-5 max-md:col-span-2 max-md:col-start-2 max-md:pr-2 max-md:pl-1.5 max-md:text-xs max-md:whitespace-normal max-md:text-muted"
      >
        {row.text}
      </span>
      <span className="px-2.5 text-xs text-muted max-md:hidden">
        {row.agent === row.name ? null : row.agent}
      </span>
      <span className="flex items-center justify-end px-2.5 max-md:px-1.5">
        {row.until !== undefined && <Countdown until={row.until} atZero="out of time" size="sm" />}
        {row.since !== undefined && (
          <RelativeTime at={row.since} look="age" focusable={false} className="text-xs text-muted" />
        )}
      </span>
      <span className="pr-4 text-right max-md:row-span-2 max-md:row-start-1 max-md:col-start-4 max-md:pr-3">
        <ButtonLink
          href={row.href}
          size="sm"
          aria-label={`${row.action}: ${row.name}, ${row.text}`}
          className="min-w-[58px] after:absolute after:inset-0 max-md:h-9"
        >
          {row.action}
        </ButtonLink>
      </span>
    </li>
  );
}
