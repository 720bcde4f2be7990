// The pages at 390 px, at the thumb. Gives way where a page has its own foot (a decision).
'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { isCurrent } from '@/lib/routes';
import { cx } from '../ui/class-names';
import { Glyph } from '../ui/glyph';
import type { NavGroup } from './nav';

export function TabBar({ nav }: { nav: readonly NavGroup[] }) {
  const pathname = usePathname();
  return (
    <nav
      aria-label="Main, compact"
      className="hidden h-[58px] flex-none border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] max-md:flex max-md:group-has-[[data-page-foot]]/shell:hidden"
    >
      {nav
        .flatMap((group) => group.items)
        .map((item) => {
          const current = isCurrent(item.href, pathname);
          return (
            <Link
              key={item.href}
              href={item.href}
              aria-current={current ? 'page' : undefined}
              className={cx(
                'relative flex flex-1 flex-col items-center justify-center gap-[3px] text-2xs focus-visible:outline-offset-[-2px]',
                current ? 'font-medium text-accent' : 'text-muted',
              )}
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
        })}
    </nav>
  );
}
