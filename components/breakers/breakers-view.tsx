// The breakers page: every tool and model with how its calls went, and beside the list the one that is looked at. Which one stands in the URL.
'use client';
import { useQuery } from '@tanstack/react-query';
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs';
import { useEffect, useRef } from 'react';
import { BREAKER_STATES } from '@/lib/domain/breaker';
import { breakersOptions } from '@/lib/query/breakers';
import { Loading, StaleBanner } from '../shell/load-error';
import { cx } from '../ui/class-names';
import { EmptyState } from '../ui/empty-state';
import { Glyph } from '../ui/glyph';
import { neighbour } from '../ui/neighbour';
import { PageHead } from '../ui/page-head';
import { SearchField } from '../ui/search-field';
import { isCompact, useCompact } from '../ui/use-compact';
import { usePageKeys } from '../ui/use-page-keys';
import { AllChanges } from './all-changes';
import { BreakerPane } from './breaker-pane';
import { BreakerSummary } from './breaker-summary';
import { shownBreakers } from './breaker-words';
import { BreakersTable, breakerButtonId } from './breakers-table';

const parsers = { key: parseAsString, q: parseAsString, state: parseAsStringLiteral(BREAKER_STATES) };

export function BreakersView() {
  const [{ key, q, state }, set] = useQueryStates(parsers);
  const query = useQuery(breakersOptions());
  const compact = useCompact();
  const shown = shownBreakers(query.data?.items ?? [], q ?? '', state);
  const choose = (next: string) => void set({ key: next }, { history: 'push' });
  const search = useRef<HTMLInputElement>(null);
  const walk = (by: 1 | -1): void => {
    const next = neighbour(
      shown.map((breaker) => breaker.key),
      key ?? undefined,
      by,
    );
    if (next === undefined) return;
    void set({ key: next });
    document.getElementById(breakerButtonId(next))?.focus({ preventScroll: false });
  };
  usePageKeys({
    j: { label: 'Next', act: () => walk(1), repeats: true },
    k: { label: 'Previous', act: () => walk(-1), repeats: true },
    '/': { label: 'Search', act: () => search.current?.focus() },
  });

  // A wide page opens on the first one, once: from then on the key in the URL holds it, whatever moves above.
  const first = shown[0]?.key;
  useEffect(() => {
    if (!compact && !isCompact() && key === null && first !== undefined)
      void set({ key: first }, { history: 'replace' });
  }, [compact, key, first, set]);

  const chosen = query.data?.items.find((breaker) => breaker.key === key);
  return (
    <div className="grid h-full grid-cols-[minmax(0,1fr)_416px] max-lg:grid-cols-[minmax(0,1fr)_340px] max-md:block">
      <div className={cx('flex min-h-0 min-w-0 flex-col max-md:h-full', key !== null && 'max-md:hidden')}>
        <PageHead
          title="Breakers"
          sub={<span className="max-lg:hidden">shared by all workers, obeyed within a second</span>}
          actions={
            <SearchField
              ref={search}
              label="Tool, endpoint, model"
              keyHint="/"
              value={q ?? ''}
              onValueChange={(text) => void set({ q: text === '' ? null : text })}
            />
          }
        />
        <StaleBanner query={query} />
        {query.data !== undefined && query.data.items.length > 0 && (
          <BreakerSummary
            breakers={query.data.items}
            chosen={state}
            onChoose={(next) => void set({ state: next })}
          />
        )}
        <div className="min-h-0 flex-1 overflow-auto">
          {query.data === undefined ? (
            <Loading what="The breakers" query={query} rows={8} />
          ) : shown.length === 0 ? (
            <EmptyState
              title={query.data.items.length === 0 ? 'There is nothing to call yet' : 'Nothing matches'}
              icon={<Glyph name="breaker" />}
            >
              {query.data.items.length === 0
                ? 'Each tool at its endpoint and each model stands here, as soon as there is one.'
                : 'Tools and models exist that this search and this state leave out.'}
            </EmptyState>
          ) : (
            <BreakersTable breakers={shown} chosen={key} onChoose={choose} />
          )}
          {query.data !== undefined && <AllChanges onChoose={choose} />}
        </div>
      </div>
      <aside
        aria-label="One breaker"
        className={cx(
          'min-h-0 min-w-0 overflow-auto border-l border-line bg-surface max-md:h-full max-md:border-l-0',
          key === null && 'max-md:hidden',
        )}
      >
        {key !== null && (
          <BreakerPane key={key} breakerKey={key} listed={chosen} onBack={() => void set({ key: null })} />
        )}
      </aside>
    </div>
  );
}
