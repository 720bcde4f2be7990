// The runs of one cause: chosen one by one or all that there are, then redriven or discarded together.
'use client';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RunFilter } from '@/lib/contract/run-filter';
import { deadLettersOptions } from '@/lib/query/dead-letters';
import { runCountOptions } from '@/lib/query/runs';
import { routes } from '@/lib/routes';
import { useMay } from '../account/use-me';
import { allMatching, NONE_SELECTED, toggled, toggledAtHand } from '../runs/run-selection';
import { Loading, StaleBanner } from '../shell/load-error';
import { EmptyState } from '../ui/empty-state';
import { Glyph } from '../ui/glyph';
import { MoreRows } from '../ui/more-rows';
import { neighbour } from '../ui/neighbour';
import { serverNowMs } from '../ui/server-clock';
import { usePageKeys } from '../ui/use-page-keys';
import { type Asked, CauseBar } from './cause-bar';
import { CauseHead } from './cause-head';
import type { SettleKind } from './letter-words';
import { LettersTable, letterLinkId } from './letters-table';
import { useLettersView } from './use-letters-view';

export type CausePaneProps = { fingerprint: string; onStarted: (bulkId: string) => void };

export function CausePane({ fingerprint, onStarted }: CausePaneProps) {
  const { filter, state, agent } = useLettersView();
  const query = useInfiniteQuery(deadLettersOptions({ ...filter, fingerprint }));
  const letters = query.data?.pages.flatMap((page) => page.items) ?? [];
  const order = letters.map(({ runId }) => runId);
  const mayAct = useMay('runs:write') && state === 'open';
  const ofCause: RunFilter =
    agent === null || agent === '' ? { cause: fingerprint } : { cause: fingerprint, agent };
  const matching = useQuery({ ...runCountOptions(ofCause), enabled: mayAct }).data?.count;
  const [selection, setSelection] = useState(NONE_SELECTED);
  const [focusId, setFocusId] = useState<string | undefined>(undefined);
  const [asked, setAsked] = useState<Asked | undefined>(undefined);
  const whole = selection.all !== undefined;
  // What was dealt with meanwhile is no longer chosen.
  const chosen = whole ? new Set(order) : new Set(order.filter((id) => selection.ids.has(id)));
  const focused = focusId !== undefined && order.includes(focusId) ? focusId : undefined;
  const named = chosen.size > 0 ? [...chosen] : focused === undefined ? [] : [focused];
  const count = whole ? (matching ?? chosen.size) : chosen.size;
  const walk = (by: 1 | -1): void => {
    const next = neighbour(order, focusId, by);
    if (next === undefined) return;
    setFocusId(next);
    document.getElementById(letterLinkId(next))?.focus();
  };
  const ask = (kind: SettleKind): void =>
    setAsked({ kind, filter: selection.all ?? { ...ofCause, id: named } });
  const act = (kind: SettleKind) => (mayAct && named.length > 0 ? () => ask(kind) : undefined);
  usePageKeys({
    j: { label: 'Next run', act: () => walk(1), repeats: true },
    k: { label: 'Previous run', act: () => walk(-1), repeats: true },
    x: {
      label: 'Choose the run',
      act: mayAct && focused !== undefined ? () => setSelection(toggled(selection, focused)) : undefined,
    },
    r: { label: 'Redrive what is chosen', act: act('redrive') },
    d: { label: 'Discard what is chosen', act: act('discard') },
  });
  const back = routes.deadLetters({
    ...(agent === null ? {} : { agent }),
    ...(state === 'open' ? {} : { state }),
  });
  return (
    <>
      <CauseHead sample={letters[0]} back={back} />
      <StaleBanner query={query} />
      {query.data === undefined ? (
        <Loading what="The runs of this cause" query={query} rows={6} />
      ) : letters.length === 0 ? (
        <EmptyState title="No run of this cause is left here" icon={<Glyph name="dead-letter" />}>
          They were dealt with, or other filters hide them.
        </EmptyState>
      ) : (
        <div className="min-h-0 flex-1 overflow-auto pb-16 max-md:pb-24">
          <LettersTable
            letters={letters}
            chosen={mayAct ? chosen : undefined}
            onToggle={(id) => setSelection(toggled(whole ? { ...selection, ids: chosen } : selection, id))}
            onToggleAll={() => setSelection(toggledAtHand(selection, order))}
            onFocus={setFocusId}
          />
          <MoreRows query={query} bare>
            More runs
          </MoreRows>
        </div>
      )}
      {mayAct && (
        <CauseBar
          count={count}
          whole={whole}
          matching={matching}
          onWhole={() => setSelection(allMatching(order, ofCause, new Date(serverNowMs()).toISOString()))}
          onClear={() => setSelection(NONE_SELECTED)}
          asked={asked}
          onAsk={ask}
          onClose={() => setAsked(undefined)}
          onStarted={(id) => {
            setAsked(undefined);
            setSelection(NONE_SELECTED);
            onStarted(id);
          }}
        />
      )}
    </>
  );
}
