// One event as a sentence with its time; opened, everything that is recorded of it.
'use client';
import Link from 'next/link';
import { useEffect, useRef } from 'react';
import type { AuditEventShape } from '@/lib/contract/audit';
import { cx } from '../ui/class-names';
import { RelativeTime } from '../ui/relative-time';
import { entityHref } from './entity-href';
import { EventDetail } from './event-detail';
import { gistOf, objectOf, phraseOf } from './event-words';

export const auditRowId = (seq: number): string => `event-${seq}`;

export type AuditRowProps = {
  event: AuditEventShape;
  open: boolean;
  onToggle: () => void;
  onFocus?: () => void;
};

/** The whole row is the target: the button lies under the words, the links above it. */
export function AuditRow({ event, open, onToggle, onFocus }: AuditRowProps) {
  const { seq, at, actor, reason } = event;
  const [phrase, object, gist, href] = [phraseOf(event), objectOf(event), gistOf(event), entityHref(event)];
  const detailId = `${auditRowId(seq)}-detail`;
  // A link may open an event far down.
  const row = useRef<HTMLLIElement>(null);
  const openAtFirst = useRef(open);
  useEffect(() => {
    if (openAtFirst.current) row.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <li ref={row} className={cx('border-b border-line-soft', open && 'bg-surface')}>
      <div
        className={cx(
          'relative flex min-h-9 items-center gap-3 px-4 transition-colors focus-within:bg-hover hover:bg-hover max-md:flex-wrap max-md:gap-x-2 max-md:gap-y-0 max-md:px-3 max-md:py-2',
          open && 'shadow-[inset_2px_0_0_var(--accent)]',
        )}
      >
        <button
          id={auditRowId(seq)}
          type="button"
          aria-expanded={open}
          aria-controls={open ? detailId : undefined}
          aria-label={`Event ${seq}: ${actor.label} ${phrase}${object === null ? '' : ` ${object}`}`}
          className="absolute inset-0 outline-offset-[-2px]"
          onClick={onToggle}
          onFocus={onFocus}
        />
        <span className="w-9 flex-none text-right text-xs text-faint tabular-nums max-md:hidden">{seq}</span>
        <span className="pointer-events-none min-w-0 flex-1 truncate max-md:whitespace-normal">
          <b className="font-medium">{actor.label}</b>
          {actor.kind === 'api_key' && <span className="text-muted"> (key)</span>} {phrase}{' '}
          {object !== null &&
            (href === undefined ? (
              <b className="font-medium">{object}</b>
            ) : (
              <Link
                href={href}
                className="pointer-events-auto relative font-medium underline decoration-line-strong underline-offset-2 hover:decoration-current"
              >
                {object}
              </Link>
            ))}
          {gist !== null && <span className="text-muted">{` ${gist}`}</span>}
          {reason !== null && <span className="text-muted">{`: “${reason}”`}</span>}
        </span>
        <RelativeTime
          at={at}
          focusable={false}
          className="relative flex-none text-xs text-muted tabular-nums max-md:w-full"
        />
      </div>
      {open && (
        <div id={detailId}>
          <EventDetail event={event} />
        </div>
      )}
    </li>
  );
}
