// The palette's content: what is typed, and below it what answers. Recent places first while nothing is typed.
'use client';
import { Command } from 'cmdk';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { plural } from '@/lib/format/count';
import { routes } from '@/lib/routes';
import type { NavGroup } from '../shell/nav';
import { Glyph, type GlyphName } from '../ui/glyph';
import { Icon } from '../ui/icon';
import { KeyName } from '../ui/key-name';
import { type Entry, type EntryKind, matching } from './entry';
import type { RecentEntry } from './recent';
import { type ActionsOptions, useActions } from './use-actions';
import { type Found, useFound } from './use-found';
import { usePicked } from './use-picked';
import { useRecent } from './use-recent';
import { useRested } from './use-rested';

const GLYPHS: Record<RecentEntry['kind'], GlyphName> = {
  page: 'overview',
  agent: 'agent',
  tool: 'tool',
  model: 'model',
  run: 'runs',
  approval: 'approvals',
};

function pagesOf(nav: readonly NavGroup[]): Entry[] {
  return nav
    .flatMap((group) => group.items)
    .map((item) => ({
      id: `page ${item.href}`,
      kind: 'page',
      label: item.label,
      also: 'go to page',
      icon: <Glyph name={item.glyph} />,
      keys: `g ${item.go}`,
      act: { href: item.href },
    }));
}

/** Remembered places; a page among them only while it is one that may be opened. */
function recentEntries(recent: readonly RecentEntry[], pages: readonly Entry[]): Entry[] {
  return recent.flatMap(({ kind, label, detail, href }): Entry[] => {
    const id = `recent ${href}`;
    if (kind !== 'page')
      return [{ id, kind, label, detail, icon: <Glyph name={GLYPHS[kind]} />, act: { href } }];
    return pages
      .filter((page) => 'href' in page.act && page.act.href === href)
      .map((page) => ({ ...page, id }));
  });
}

export type PaletteListProps = Omit<ActionsOptions, 'onStart'> & {
  nav: readonly NavGroup[];
  onStart: (agent: string) => void;
  onGo: (href: string) => void;
  onClose: () => void;
};

export function PaletteList({ nav, onStart, onGo, onKeys, onSignOut, onClose }: PaletteListProps) {
  const [text, setText] = useState('');
  const typed = text.trim();
  const asked = useRested(typed);
  const [recent, remember] = useRecent();
  const actions = useActions({ onStart, onKeys, onSignOut });
  const found = useFound(typed, asked, onStart);
  const pages = pagesOf(nav);
  const searchRuns: Entry = {
    id: 'search runs',
    kind: 'action',
    label: `Runs with “${typed}”`,
    icon: <Icon of={Search} />,
    act: { href: routes.runs({ q: typed }) },
  };
  const groups: Found[] = [
    { heading: 'Recent', entries: typed === '' ? recentEntries(recent, pages) : [] },
    { heading: 'Pages', entries: matching(pages, typed) },
    { heading: 'Actions', entries: matching(actions, typed) },
    ...found,
    { heading: 'Search', entries: typed === '' ? [] : [searchRuns] },
  ];
  const shown = groups.filter(({ entries, trouble }) => entries.length > 0 || trouble !== undefined);
  const entries = shown.flatMap((group) => group.entries);
  const picked = usePicked(entries);
  const choose = (entry: Entry): void => {
    remember(entry);
    onClose();
    if ('href' in entry.act) onGo(entry.act.href);
    else entry.act.run();
  };
  return (
    <Command
      label="Search or jump"
      shouldFilter={false}
      loop
      className="flex min-h-0 flex-1 flex-col"
      {...picked.props}
    >
      <div className="flex h-12 flex-none items-center gap-2.5 border-b border-line px-4 text-muted">
        <Icon of={Search} />
        <Command.Input
          value={text}
          onValueChange={(next) => {
            setText(next);
            picked.forget();
          }}
          placeholder="A page, an action, a run by id or text"
          className="min-w-0 flex-1 bg-transparent text-md text-ink outline-none max-md:text-lg"
        />
      </div>
      <Command.List label="What was found" className="min-h-0 flex-1 overflow-auto p-1.5">
        {shown.map(({ heading, entries: own, trouble }) => (
          <Command.Group
            key={heading}
            heading={heading}
            className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted"
          >
            {trouble !== undefined && (
              <p role="presentation" data-state-of="waiting" className="px-2.5 py-1.5 text-xs text-state">
                {trouble}
              </p>
            )}
            {own.map((entry) => (
              <PaletteItem key={entry.id} entry={entry} onChoose={choose} />
            ))}
          </Command.Group>
        ))}
      </Command.List>
      <p role="status" className="sr-only">
        {`${plural(entries.length, 'result')}${shown.some(({ trouble }) => trouble !== undefined) ? '; not everything could be searched' : ''}`}
      </p>
    </Command>
  );
}

const SAID: Record<EntryKind, string> = {
  page: 'page',
  action: 'action',
  agent: 'agent',
  tool: 'tool',
  model: 'model',
  run: 'run',
  approval: 'approval',
};

function PaletteItem({ entry, onChoose }: { entry: Entry; onChoose: (entry: Entry) => void }) {
  return (
    <Command.Item
      value={entry.id}
      onSelect={() => onChoose(entry)}
      className="flex h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 text-ink-2 select-none data-[selected=true]:bg-select data-[selected=true]:text-ink max-md:h-11"
    >
      <span aria-hidden="true" className="grid w-4 flex-none place-items-center text-faint">
        {entry.icon}
      </span>
      <span className="flex-none truncate max-md:max-w-[60%]">{entry.label}</span>
      <span className="min-w-0 flex-1 truncate text-xs text-muted">{entry.detail}</span>
      <span className="sr-only">{`, ${SAID[entry.kind]}`}</span>
      {entry.keys !== undefined && <KeyName name={entry.keys} className="max-md:hidden" />}
    </Command.Item>
  );
}
