// The settings: a list of sections beside the one that is open. A section that one may not use says whom to ask.
'use client';
import Link from 'next/link';
import { useEffect, useRef } from 'react';
import { routes, SETTINGS_SECTIONS, type SettingsSection } from '@/lib/routes';
import { useHolds } from '../account/use-me';
import { NotificationsSection } from '../notifications/notifications-section';
import { SetCrumbs } from '../shell/crumbs';
import { cx } from '../ui/class-names';
import { PageHead } from '../ui/page-head';
import { AboutSection } from './about-section';
import { AskWhom } from './ask-whom';
import { EgressSection } from './egress-section';
import { KeysSection } from './keys-section';
import { PeopleSection } from './people-section';
import { PricesSection } from './prices-section';
import { SecretsSection } from './secrets-section';
import { SECTION_FACTS } from './sections';
import { SessionsSection } from './sessions-section';

const CONTENT: { readonly [S in SettingsSection]: () => React.ReactNode } = {
  people: () => <PeopleSection />,
  sessions: () => <SessionsSection />,
  keys: () => <KeysSection />,
  secrets: () => <SecretsSection />,
  notifications: () => <NotificationsSection />,
  prices: () => <PricesSection />,
  egress: () => <EgressSection />,
  about: () => <AboutSection />,
};

export function SettingsView({ section }: { section: SettingsSection }) {
  const holds = useHolds();
  const { label, needs } = SECTION_FACTS[section];
  return (
    <div className="flex h-full flex-col">
      <SetCrumbs crumbs={[{ label: 'Settings', href: routes.settings() }, { label }]} />
      <PageHead title="Settings" />
      <div className="flex min-h-0 flex-1 max-md:flex-col">
        <SectionList current={section} />
        <div className="min-w-0 flex-1 overflow-auto">
          {holds === undefined ? null : holds(needs) ? CONTENT[section]() : <AskWhom section={section} />}
        </div>
      </div>
    </div>
  );
}

function SectionList({ current }: { current: SettingsSection }) {
  const chosen = useRef<HTMLAnchorElement>(null);
  // At 390 px the list scrolls sideways; the open section's name is in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the chosen link is another one with each section
  useEffect(() => chosen.current?.scrollIntoView({ block: 'nearest', inline: 'center' }), [current]);
  return (
    <nav
      aria-label="Settings"
      className="w-44 flex-none overflow-auto border-r border-line bg-surface p-2 max-md:flex max-md:w-auto max-md:gap-1 max-md:border-r-0 max-md:border-b max-md:px-3 max-md:py-1.5"
    >
      {SETTINGS_SECTIONS.map((section) => (
        <Link
          key={section}
          ref={section === current ? chosen : undefined}
          href={routes.settings(section)}
          aria-current={section === current ? 'page' : undefined}
          className={cx(
            'mb-px flex h-7 flex-none items-center rounded-md px-2 whitespace-nowrap transition-colors max-md:mb-0 max-md:h-11 max-md:px-3',
            section === current
              ? 'bg-select font-medium text-ink'
              : 'text-ink-2 hover:bg-hover hover:text-ink',
          )}
        >
          {SECTION_FACTS[section].label}
        </Link>
      ))}
    </nav>
  );
}
