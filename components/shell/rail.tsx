// The rail: brand, environment, pages with what waits on each, and at the foot what this installation is.
'use client';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { isCurrent, routes } from '@/lib/routes';
import { cx } from '../ui/class-names';
import { DryChip } from '../ui/dry-chip';
import { Glyph } from '../ui/glyph';
import { InstallationName } from './installation-name';
import { Logo } from './logo';
import type { NavGroup, NavItem } from './nav';

export type Environment = {
  /** The address that people use, "local" without one; shown until administrators give the installation a name. */
  name: string;
  /** Beside it: a region, "embedded". */
  detail?: string;
};

export type RailProps = {
  nav: readonly NavGroup[];
  environment: Environment;
  /** What is simulated here: "Demo services". */
  demo?: string | undefined;
  version: string;
  /** One line about what runs: "1 process, 4 workers". */
  running?: string | undefined;
};

export function Rail({ nav, environment, demo, version, running }: RailProps) {
  const pathname = usePathname();
  return (
    <nav aria-label="Main" className="flex flex-col overflow-y-auto bg-surface px-2 pb-2.5 max-md:hidden">
      <Link
        href={routes.overview()}
        className="flex h-(--topbar) flex-none items-center gap-[9px] px-2 text-md font-semibold tracking-[-.012em]"
      >
        <Logo />
        Bulkhead
      </Link>
      <p className="mb-2.5 flex h-[30px] flex-none items-center gap-1.5 rounded-md px-2 text-xs edge">
        <span className="truncate font-medium">
          <InstallationName address={environment.name} />
        </span>
        {environment.detail !== undefined && (
          <span className="truncate text-faint">{environment.detail}</span>
        )}
      </p>
      {nav.map((group) => (
        <div key={group.heading ?? 'first'} className="mb-3.5">
          {group.heading !== undefined && <p className="px-2 pb-1 text-xs text-faint">{group.heading}</p>}
          {group.items.map((item) => (
            <RailLink key={item.href} item={item} current={isCurrent(item.href, pathname)} />
          ))}
        </div>
      ))}
      <div className="mt-auto px-1.5">
        {demo !== undefined && <DryChip>{demo}</DryChip>}
        <p className="mt-2.5 flex justify-between gap-2 text-2xs text-faint">
          <span>{running}</span>
          <span>{version}</span>
        </p>
      </div>
    </nav>
  );
}

function RailLink({ item, current }: { item: NavItem; current: boolean }) {
  return (
    <Link
      href={item.href}
      aria-current={current ? 'page' : undefined}
      className={cx(
        'mb-px flex h-7 items-center gap-[9px] rounded-md px-2 transition-colors',
        current
          ? 'bg-raised font-medium text-ink shadow-[0_0_0_1px_var(--line)] [&_svg]:text-accent'
          : 'text-ink-2 hover:bg-hover [&_svg]:text-faint',
      )}
    >
      <Glyph name={item.glyph} />
      <span>{item.label}</span>
      {item.count !== undefined && (
        <b
          data-state-of={item.tone}
          className={cx(
            'ml-auto text-xs font-medium',
            item.tone === undefined || item.tone === 'neutral' ? 'text-faint' : 'text-state',
          )}
        >
          {item.count}
        </b>
      )}
    </Link>
  );
}
