// The frame of a row in the queue: a link with an accent edge where it is the chosen one.
'use client';
import Link from 'next/link';
import { type ReactNode, useEffect, useRef } from 'react';
import { type ApprovalFilters, routes } from '@/lib/routes';
import { cx } from '../ui/class-names';
import { Glyph, type GlyphName } from '../ui/glyph';

export type QueueRowProps = {
  id: string;
  chosen: boolean;
  filters: ApprovalFilters;
  onChoose: (id: string) => void;
  glyph: GlyphName;
  /** It waits no more, and keeps its place while somebody points at the list. */
  gone?: boolean;
  /** The box by which it is chosen together with others; in the place of the sign. */
  box?: ReactNode;
  children: ReactNode;
};

const FRAME = 'border-l-2 max-md:border-t max-md:border-t-line-soft';

export function QueueRow({
  id,
  chosen,
  filters,
  onChoose,
  glyph,
  gone = false,
  box,
  children,
}: QueueRowProps) {
  const row = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (chosen) row.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const edge = chosen ? 'border-l-accent bg-select' : 'border-l-transparent hover:bg-hover';
  const link = (
    <Link
      ref={row}
      href={routes.approval(id, filters)}
      prefetch={false}
      // The card asks for its own data; the page around it stays.
      onNavigate={(event) => {
        event.preventDefault();
        onChoose(id);
      }}
      aria-current={chosen ? 'true' : undefined}
      className={cx(
        'py-2 pr-3.5 transition-colors focus-visible:outline-offset-[-2px] max-md:py-2.5',
        box === undefined
          ? cx(FRAME, edge, 'grid grid-cols-[16px_minmax(0,1fr)] gap-[9px] pl-3')
          : 'min-w-0 flex-1',
        gone && 'opacity-55',
      )}
    >
      {box === undefined && (
        <Glyph name={glyph} className={cx('mt-0.5', chosen ? 'text-accent' : 'text-faint')} />
      )}
      <span className="block min-w-0">{children}</span>
    </Link>
  );
  if (box === undefined) return link;
  // Beside the link and not upon it: neither is hit by who means the other.
  return (
    <span className={cx(FRAME, edge, 'flex pl-3 transition-colors')}>
      <span className="w-[25px] flex-none pt-[9px] max-md:pt-[11px]">{box}</span>
      {link}
    </span>
  );
}
