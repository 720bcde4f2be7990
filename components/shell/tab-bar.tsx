// The pages at 390 px, at the thumb: the first four, and the rest in a sheet. Gives way where a page has its own foot (a decision).
'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useState } from 'react';
import { isCurrent } from '@/lib/routes';
import { cx } from '../ui/class-names';
import { Glyph } from '../ui/glyph';
import { MoreSheet } from './more-sheet';
import type { NavGroup, NavItem } from './nav';

const IN_SIGHT = 4;
const TAB =
  'relative flex flex-1 flex-col items-center justify-center gap-[3px] text-2xs focus-visible:outline-offset-[-2px]';

export function TabBar({ nav }: { nav: readonly NavGroup[] }) {
  const pathname = usePathname();
  const [more, setMore] = useState(false);
  const items = nav.flatMap((group) => group.items);
  const shown = items.length <= IN_SIGHT + 1 ? items : items.slice(0, IN_SIGHT);
  const rest = items.slice(shown.length);
  return (
    <>
      <nav
        aria-label="Main, compact"
        className="hidden h-[58px] flex-none border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] max-md:flex max-md:group-has-[[data-page-foot]]/shell:hidden"
      >
        {shown.map((item) => (
          <Tab key={item.href} item={item} current={isCurrent(item.href, pathname)} />
        ))}
        {rest.length > 0 && (
          <button
            type="button"
            aria-haspopup="dialog"
            className={cx(
              TAB,
              rest.some((item) => isCurrent(item.href, pathname)) ? 'font-medium text-accent' : 'text-muted',
            )}
            onClick={() => setMore(true)}
          >
            <Glyph name="more" size={18} />
            More
          </button>
        )}
      </nav>
      <MoreSheet nav={nav} open={more} onOpenChange={setMore} />
    </>
  );
}

function Tab({ item, current }: { item: NavItem; current: boolean }) {
  return (
    <Link
      href={item.href}
      aria-current={current ? 'page' : undefined}
      className={cx(TAB, current ? 'font-medium text-accent' : 'text-muted')}
    >
      <Glyph name={item.glyph} size={18} />
      {item.label}
      {item.count !== undefined && item.tone !== undefined && (
        <b
          data-state-of={item.tone}
          className="absolute top-1.5 left-[calc(50%+8px)] grid h-[15px] min-w-[15px] place-items-center rounded-[5px] bg-state px-[3px] text-[10px] font-semibold text-surface empty:hidden"
        >
          {item.count}
        </b>
      )}
    </Link>
  );
}
