// The pages there are, as the rail, the tab bar, the palette and the `g` keys show them: one line each. A page that doesn't exist yet
// isn't here; one that a person may not open isn't shown to them.
import type { ReactNode } from 'react';
import type { Scope } from '@/lib/domain/principal';
import { routes } from '@/lib/routes';
import type { GlyphName } from '../ui/glyph';
import type { StateName } from '../ui/state-name';
import {
  OpenAlertsCount,
  OpenDeadLettersCount,
  OpenRunsCount,
  PendingApprovalsCount,
  ShutBreakersCount,
} from './nav-counts';

export type NavItem = {
  href: string;
  label: string;
  glyph: GlyphName;
  /** `g`, then this letter, goes there. Each letter once. */
  go: string;
  /** The scope that the page itself asks for. */
  needs: Scope | 'signed-in';
  /** Only where the demo is on. */
  demo?: true;
  /** A live part that draws a number; nothing while it is unknown or none. */
  count?: ReactNode;
  /** Colours the count where someone has to look. */
  tone?: Extract<StateName, 'neutral' | 'waiting' | 'open' | 'failed'>;
};

/** Groups are parted by a gap; the first has no heading. A group without items isn't drawn. */
export type NavGroup = { heading?: string; items: readonly NavItem[] };

/** The first four stand in the tab bar at 390 px, the others behind "More". */
export const NAV: readonly NavGroup[] = [
  {
    items: [
      { href: routes.overview(), label: 'Overview', glyph: 'overview', go: 'o', needs: 'runs:read' },
      {
        href: routes.runs(),
        label: 'Runs',
        glyph: 'runs',
        go: 'r',
        needs: 'runs:read',
        count: <OpenRunsCount />,
      },
      {
        href: routes.approvals(),
        label: 'Approvals',
        glyph: 'approvals',
        go: 'a',
        needs: 'approvals:read',
        count: <PendingApprovalsCount />,
        tone: 'waiting',
      },
      {
        href: routes.spend(),
        label: 'Spend',
        glyph: 'amount',
        go: 's',
        needs: 'runs:read',
        count: <OpenAlertsCount />,
        tone: 'waiting',
      },
      {
        href: routes.breakers(),
        label: 'Breakers',
        glyph: 'breaker',
        go: 'b',
        needs: 'runs:read',
        count: <ShutBreakersCount />,
        tone: 'open',
      },
      { href: routes.errors(), label: 'Errors', glyph: 'anomaly', go: 'e', needs: 'runs:read' },
      {
        href: routes.deadLetters(),
        label: 'Dead letters',
        glyph: 'dead-letter',
        go: 'd',
        needs: 'runs:read',
        count: <OpenDeadLettersCount />,
        tone: 'failed',
      },
    ],
  },
  {
    heading: 'Build',
    items: [
      { href: routes.agents(), label: 'Agents', glyph: 'agent', go: 'n', needs: 'agents:read' },
      {
        href: routes.policies(),
        label: 'Policies',
        glyph: 'policy',
        go: 'p',
        needs: 'policies:read',
      },
      { href: routes.tools(), label: 'Tools and models', glyph: 'tool', go: 't', needs: 'tools:read' },
    ],
  },
  {
    heading: 'Record',
    items: [
      { href: routes.audit(), label: 'Audit', glyph: 'audit', go: 'u', needs: 'audit:read' },
      { href: routes.settings(), label: 'Settings', glyph: 'settings', go: 'c', needs: 'signed-in' },
    ],
  },
  {
    heading: 'Demo',
    items: [
      {
        href: routes.incidents(),
        label: 'Incidents',
        glyph: 'warning',
        go: 'i',
        needs: 'runs:read',
        demo: true,
      },
    ],
  },
];

/** What a person may open here. */
export function navFor(holds: (needs: NavItem['needs']) => boolean, demo: boolean): NavGroup[] {
  const isShown = (item: NavItem) => holds(item.needs) && (demo || item.demo !== true);
  return NAV.map((group) => ({ ...group, items: group.items.filter(isShown) })).filter(
    (group) => group.items.length > 0,
  );
}
