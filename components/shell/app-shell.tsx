// The frame around every page of the console: rail, topbar, banners, the sheet, the tab bar. Knows no page.
import type { ReactNode } from 'react';
import { CrumbProvider, Crumbs } from './crumbs';
import type { NavGroup } from './nav';
import { type Environment, Rail } from './rail';
import { TabBar } from './tab-bar';
import { ThemeToggle } from './theme-toggle';
import { type Person, WhoMenu } from './who-menu';

export type AppShellProps = {
  nav: readonly NavGroup[];
  environment: Environment;
  version: string;
  demo?: string | undefined;
  running?: string | undefined;
  person: Person;
  signOut: () => Promise<void>;
  /** The search field with what opens from it. */
  commands: ReactNode;
  /** A LiveIndicator that is told its state. */
  live: ReactNode;
  /** What stops the agents, for those who may. */
  halt?: ReactNode;
  /** At most two banners, the graver first. */
  banners?: ReactNode;
  /** One line of the guided first run. */
  guide?: ReactNode;
  children: ReactNode;
};

export function AppShell({
  nav,
  environment,
  version,
  demo,
  running,
  person,
  signOut,
  commands,
  live,
  halt,
  banners,
  guide,
  children,
}: AppShellProps) {
  return (
    <CrumbProvider>
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-overlay px-3 py-2 edge-overlay focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        To the content
      </a>
      <div className="group/shell grid h-dvh grid-cols-[var(--rail)_minmax(0,1fr)] max-md:flex max-md:flex-col">
        <Rail nav={nav} environment={environment} version={version} demo={demo} running={running} />
        <div className="flex min-h-0 min-w-0 flex-col border-l border-line max-md:flex-1 max-md:border-l-0">
          <header className="flex h-(--topbar) flex-none items-center gap-3 border-b border-line bg-surface pr-3 pl-4 max-md:gap-2 max-md:pr-2.5 max-md:pl-3">
            <Crumbs />
            {commands}
            <div className="flex flex-none items-center justify-end md:flex-1 gap-2.5 max-md:gap-2">
              {live}
              <ThemeToggle />
              {halt}
              <WhoMenu person={person} signOut={signOut} />
            </div>
          </header>
          {banners}
          {guide}
          <main
            id="main"
            tabIndex={-1}
            className="relative min-h-0 flex-1 overflow-auto bg-raised outline-none"
          >
            {children}
          </main>
        </div>
        <TabBar nav={nav} />
      </div>
    </CrumbProvider>
  );
}
