// The pages there are, as the rail and the tab bar show them. A page that doesn't exist yet isn't here.
import type { ReactNode } from 'react';
import { routes } from '@/lib/routes';
import type { GlyphName } from '../ui/glyph';
import type { StateName } from '../ui/state-name';

export type NavItem = {
  href: string;
  label: string;
  glyph: GlyphName;
  /** A number or a live part that draws one; nothing while it is unknown or none. */
  count?: ReactNode;
  /** Colours the count where someone has to look. */
  tone?: Extract<StateName, 'neutral' | 'waiting' | 'open' | 'failed'>;
};

/** Groups are parted by a gap; the first has no heading. */
export type NavGroup = { heading?: string; items: readonly NavItem[] };

export type NavCounts = { runs?: ReactNode; approvals?: ReactNode };

export function navGroups(counts: NavCounts = {}): NavGroup[] {
  return [
    {
      items: [
        { href: routes.overview(), label: 'Overview', glyph: 'overview' },
        { href: routes.runs(), label: 'Runs', glyph: 'runs', count: counts.runs },
        {
          href: routes.approvals(),
          label: 'Approvals',
          glyph: 'approvals',
          count: counts.approvals,
          tone: 'waiting',
        },
      ],
    },
  ];
}
