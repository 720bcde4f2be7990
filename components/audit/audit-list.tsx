// Events as rows, newest first; a row opens in its place. Focus and the open one belong to an event, never to a position.
'use client';
import { useState } from 'react';
import type { AuditEventShape } from '@/lib/contract/audit';
import { cx } from '../ui/class-names';
import { neighbour } from '../ui/neighbour';
import { usePageKeys } from '../ui/use-page-keys';
import { AuditRow, auditRowId } from './audit-row';

export type AuditListProps = {
  events: readonly AuditEventShape[];
  /** The rows of another filter, until those of this one are there. */
  stale: boolean;
  open: number | null;
  onOpen: (seq: number | null) => void;
};

export function AuditList({ events, stale, open, onOpen }: AuditListProps) {
  const [focused, setFocused] = useState<string | undefined>(undefined);
  const walk = (by: 1 | -1): void => {
    const next = neighbour(
      events.map(({ seq }) => String(seq)),
      focused,
      by,
    );
    if (next === undefined) return;
    setFocused(next);
    document.getElementById(auditRowId(Number(next)))?.focus();
  };
  usePageKeys({
    j: { label: 'Next event', act: () => walk(1), repeats: true },
    k: { label: 'Previous event', act: () => walk(-1), repeats: true },
  });
  return (
    <ol className={cx('transition-opacity', stale && 'opacity-60')}>
      {events.map((event) => (
        <AuditRow
          key={event.seq}
          event={event}
          open={event.seq === open}
          onToggle={() => onOpen(event.seq === open ? null : event.seq)}
          onFocus={() => setFocused(String(event.seq))}
        />
      ))}
    </ol>
  );
}
