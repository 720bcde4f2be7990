// The page of tools and models: two tabs, one search, what is in use or what is archived. All of it stands in the URL.
'use client';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { type ReactNode, useRef } from 'react';
import { listedModelsOptions, listedToolsOptions } from '@/lib/query/catalog';
import { routes } from '@/lib/routes';
import { useMay } from '../account/use-me';
import { ModelsList, modelText } from '../models/models-list';
import { Loading, StaleBanner } from '../shell/load-error';
import { ToolsList, toolText } from '../tools/tools-list';
import { Button } from '../ui/button';
import { ButtonLink } from '../ui/button-link';
import { EmptyState } from '../ui/empty-state';
import { Glyph } from '../ui/glyph';
import { Icon } from '../ui/icon';
import { PageHead } from '../ui/page-head';
import { SearchField } from '../ui/search-field';
import { Tabs } from '../ui/tabs';
import { ToggleGroup } from '../ui/toggle-group';
import { usePageKeys } from '../ui/use-page-keys';
import { SavedViews } from '../views/saved-views';
import { matching } from './matching';

const parsers = {
  tab: parseAsStringLiteral(['models']),
  q: parseAsString,
  archived: parseAsStringLiteral(['only']),
};
const WHAT_IS = {
  tools:
    'A tool is something an agent may do: an HTTP call with a declared effect, so that it is retried, looked up or asked about as it should be.',
  models:
    'A model is what agents think with: any endpoint that speaks the OpenAI wire format, with its prices, so that every answer has a cost.',
} as const;

export function CatalogView() {
  const [{ tab, q, archived }, set] = useQueryStates(parsers);
  const kind = tab ?? 'tools';
  const mayWrite = useMay(`${kind}:write`);
  const router = useRouter();
  const search = useRef<HTMLInputElement>(null);
  const form = kind === 'tools' ? routes.newTool() : routes.newModel();
  usePageKeys({
    '/': { label: 'Search', act: () => search.current?.focus() },
    n: {
      label: kind === 'tools' ? 'New tool' : 'New model',
      act: mayWrite ? () => router.push(form) : undefined,
    },
  });
  const add = (
    <ButtonLink href={form} variant="primary" icon={<Icon of={Plus} />} keyHint="N">
      {kind === 'tools' ? 'New tool' : 'New model'}
    </ButtonLink>
  );
  const list = {
    q: q ?? '',
    archived: archived === 'only',
    add: mayWrite ? add : undefined,
    onClear: () => void set({ q: null }),
  };
  const content = (
    <>
      <div className="flex min-h-11 flex-none flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-1.5 text-xs max-md:px-3">
        <SearchField
          ref={search}
          label={kind === 'tools' ? 'Search name, effect, host' : 'Search name, model, host'}
          keyHint="/"
          value={q ?? ''}
          onValueChange={(text) => void set({ q: text === '' ? null : text })}
        />
        <ToggleGroup
          label={`Which ${kind}`}
          value={archived ?? 'used'}
          onValueChange={(next) => void set({ archived: next === 'only' ? 'only' : null })}
          options={[
            { value: 'used', label: 'In use' },
            { value: 'only', label: 'Archived' },
          ]}
        />
      </div>
      {kind === 'tools' ? <Tools {...list} /> : <Models {...list} />}
    </>
  );
  return (
    <div className="flex h-full flex-col max-md:h-auto">
      <PageHead title="Tools and models" actions={mayWrite ? add : undefined}>
        <SavedViews page="tools" path={routes.tools()} all="All tools" />
      </PageHead>
      <Tabs
        label="Tools and models"
        className="flex min-h-0 flex-1 flex-col [&>[data-state=active]:not(:first-child)]:flex [&>[data-state=active]:not(:first-child)]:min-h-0 [&>[data-state=active]:not(:first-child)]:flex-1 [&>[data-state=active]:not(:first-child)]:flex-col"
        value={kind}
        onValueChange={(next) =>
          void set({ tab: next === 'models' ? 'models' : null, q: null }, { history: 'push' })
        }
        items={[
          { value: 'tools', label: 'Tools', content: kind === 'tools' ? content : null },
          { value: 'models', label: 'Models', content: kind === 'models' ? content : null },
        ]}
      />
    </div>
  );
}

type ListProps = { q: string; archived: boolean; add: ReactNode; onClear: () => void };

function Tools({ q, archived, ...rest }: ListProps) {
  const query = useQuery(listedToolsOptions(archived));
  const items = query.data?.items ?? [];
  const shown = matching(items, q, toolText);
  return (
    <Listed kind="tools" query={query} all={items.length} shown={shown.length} archived={archived} {...rest}>
      <ToolsList tools={shown} />
    </Listed>
  );
}

function Models({ q, archived, ...rest }: ListProps) {
  const query = useQuery(listedModelsOptions(archived));
  const items = query.data?.items ?? [];
  const shown = matching(items, q, modelText);
  return (
    <Listed kind="models" query={query} all={items.length} shown={shown.length} archived={archived} {...rest}>
      <ModelsList models={shown} />
    </Listed>
  );
}

type ListedProps = Omit<ListProps, 'q'> & {
  kind: 'tools' | 'models';
  query: UseQueryResult<unknown>;
  all: number;
  shown: number;
  children: ReactNode;
};

function Listed({ kind, query, all, shown, archived, add, onClear, children }: ListedProps) {
  const icon = <Glyph name={kind === 'tools' ? 'tool' : 'model'} />;
  if (query.data === undefined)
    return <Loading what={kind === 'tools' ? 'The tools' : 'The models'} query={query} rows={6} />;
  return (
    <>
      <StaleBanner query={query} />
      {shown > 0 ? (
        children
      ) : all > 0 ? (
        <EmptyState
          title={kind === 'tools' ? 'No tool matches' : 'No model matches'}
          icon={icon}
          action={<Button onClick={onClear}>Clear the search</Button>}
        >
          Every word is looked for in name, description and address.
        </EmptyState>
      ) : archived ? (
        <EmptyState title={kind === 'tools' ? 'No tool is archived' : 'No model is archived'} icon={icon}>
          What is archived can’t be chosen for an agent any more. Its versions stay, and it can be brought
          back.
        </EmptyState>
      ) : (
        <EmptyState
          look="page"
          title={kind === 'tools' ? 'There is no tool yet' : 'There is no model yet'}
          action={add}
        >
          {WHAT_IS[kind]}
        </EmptyState>
      )}
    </>
  );
}
