// All pages in a sheet from below, for the width at which the rail has no room.
'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { isCurrent } from '@/lib/routes';
import { cx } from '../ui/class-names';
import { Dialog } from '../ui/dialog';
import { Glyph } from '../ui/glyph';
import type { NavGroup } from './nav';

export type MoreSheetProps = {
  nav: readonly NavGroup[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

export function MoreSheet({ nav, open, onOpenChange }: MoreSheetProps) {
  const pathname = usePathname();
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="All pages">
      <nav aria-label="All pages" className="-mx-2">
        {nav.map((group) => (
          <div key={group.heading ?? 'first'} className="mb-2">
            {group.heading !== undefined && (
              <p className="px-2 pt-1 pb-1 text-xs text-muted">{group.heading}</p>
            )}
            <ul>
              {group.items.map((item) => {
                const current = isCurrent(item.href, pathname);
                return (
                  <li key={item.href}>
                    <Link
                      href={item.href}
                      aria-current={current ? 'page' : undefined}
                      className={cx(
                        'flex h-11 items-center gap-3 rounded-md px-2',
                        current ? 'bg-hover font-medium text-ink [&_svg]:text-accent' : 'text-ink-2',
                      )}
                      onClick={() => onOpenChange(false)}
                    >
                      <Glyph name={item.glyph} size={18} />
                      {item.label}
                      {item.count !== undefined && (
                        <b data-state-of={item.tone} className="ml-auto text-xs font-medium text-state">
                          {item.count}
                        </b>
                      )}
                    </Link>
                  </li>
                );
              })}
            </ul>
          </div>
        ))}
      </nav>
    </Dialog>
  );
}
