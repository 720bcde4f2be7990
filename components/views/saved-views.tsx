// The saved views of a list: the first ones beside the page's title, all of them in a menu. Choosing one changes the address, nothing else,
// so that Back works and a link is the view.
'use client';
import { useQuery } from '@tanstack/react-query';
import { Bookmark, ChevronDown } from 'lucide-react';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import type { SavedViewShape, ViewPage } from '@/lib/contract/view';
import { viewsOptions } from '@/lib/query/views';
import { Button } from '../ui/button';
import { cx } from '../ui/class-names';
import { Icon } from '../ui/icon';
import { IconButton } from '../ui/icon-button';
import { hrefOfView, shownView } from './shown-view';
import { ViewDialog } from './view-dialog';
import { ViewMenu, ViewName } from './view-menu';

const IN_SIGHT = 3;

export type SavedViewsProps = {
  page: ViewPage;
  /** The page's address without filters. */
  path: string;
  /** What it shows then: "All runs". */
  all: string;
  /** `bar`: beside a page's title, a button at 390 px. `button`: where there is only room for that. */
  look?: 'bar' | 'button';
};

export function SavedViews({ page, path, all, look = 'bar' }: SavedViewsProps) {
  const query = useQuery(viewsOptions(page));
  const views = query.data?.items ?? [];
  const params = useSearchParams();
  const shown = shownView(page, views, new URLSearchParams(params));
  const [open, setOpen] = useState<'save' | 'change' | undefined>(undefined);
  const choose = (chosen: string): void => window.history.pushState(null, '', hrefOfView(path, chosen));
  const isNew = shown.query !== '' && shown.view === undefined;
  const menu = {
    all,
    views,
    query: shown.query,
    onChoose: choose,
    onSave: isNew ? () => setOpen('save') : undefined,
    onChange: shown.view?.mayChange === true ? () => setOpen('change') : undefined,
  };
  // What is kept can't be told from what is new until the views are known.
  const saveable = isNew && query.data !== undefined;
  return (
    <>
      {look === 'bar' && (
        <div className="flex min-w-0 items-center gap-1 max-md:hidden">
          <nav aria-label="Saved views" className="flex min-w-0 items-center gap-1 overflow-hidden p-0.5">
            <ViewLink path={path} query="" current={shown.query === ''} onChoose={choose}>
              {all}
            </ViewLink>
            {inSight(views, shown.view).map((view) => (
              <ViewLink
                key={view.id}
                path={path}
                query={view.query}
                current={shown.view?.id === view.id}
                onChoose={choose}
              >
                <ViewName view={view} />
              </ViewLink>
            ))}
          </nav>
          {(views.length > IN_SIGHT || menu.onChange !== undefined) && (
            <ViewMenu
              {...menu}
              onSave={undefined}
              trigger={
                <IconButton label="More views" tooltip={false}>
                  <Icon of={ChevronDown} />
                </IconButton>
              }
            />
          )}
          {saveable && (
            <Button variant="ghost" icon={<Icon of={Bookmark} />} onClick={() => setOpen('save')}>
              Save view
            </Button>
          )}
        </div>
      )}
      <span className={cx(look === 'bar' && 'md:hidden')}>
        <ViewMenu
          {...menu}
          trigger={
            <IconButton label="Saved views" tooltip={false}>
              <Icon of={Bookmark} className={cx(shown.view !== undefined && 'text-accent')} />
            </IconButton>
          }
        />
      </span>
      {open !== undefined && (
        <ViewDialog
          page={page}
          query={shown.query}
          view={open === 'change' ? shown.view : undefined}
          views={views}
          onClose={() => setOpen(undefined)}
        />
      )}
    </>
  );
}

/** The first ones, and the one that is shown wherever it stands. */
function inSight(views: readonly SavedViewShape[], shown: SavedViewShape | undefined): SavedViewShape[] {
  const first = views.slice(0, IN_SIGHT);
  return shown === undefined || first.includes(shown) ? first : [...first.slice(0, IN_SIGHT - 1), shown];
}

type ViewLinkProps = {
  path: string;
  query: string;
  current: boolean;
  onChoose: (query: string) => void;
  children: ReactNode;
};

function ViewLink({ path, query, current, onChoose, children }: ViewLinkProps) {
  return (
    <Link
      href={hrefOfView(path, query)}
      prefetch={false}
      aria-current={current ? 'true' : undefined}
      onNavigate={(event) => {
        event.preventDefault();
        onChoose(query);
      }}
      className={cx(
        'flex h-7 flex-none items-center rounded-md px-2 text-xs transition-colors',
        current ? 'bg-surface font-medium text-ink edge' : 'text-muted hover:text-ink',
      )}
    >
      {children}
    </Link>
  );
}
