// The runs of one cause: chosen one by one or all that are shown, then redriven or discarded together.
'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import type { DeadLetterShape } from '@/lib/contract/dead-letter';
import { deadLettersOptions } from '@/lib/query/dead-letters';
import { routes } from '@/lib/routes';
import { useMay } from '../account/use-me';
import { Loading, StaleBanner } from '../shell/load-error';
import { BulkBar } from '../ui/bulk-bar';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Glyph } from '../ui/glyph';
import { Icon } from '../ui/icon';
import { neighbour } from '../ui/neighbour';
import { Tag } from '../ui/tag';
import { usePageKeys } from '../ui/use-page-keys';
import { placeWords, type SettleKind } from './letter-words';
import { LettersTable, letterLinkId } from './letters-table';
import { SettleDialog } from './settle-dialog';
import { useLettersView } from './use-letters-view';

export function CausePane({ fingerprint }: { fingerprint: string }) {
  const { filter, state, agent } = useLettersView();
  const query = useInfiniteQuery(deadLettersOptions({ ...filter, fingerprint }));
  const letters = query.data?.pages.flatMap((page) => page.items) ?? [];
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [focusId, setFocusId] = useState<string | undefined>(undefined);
  const [asking, setAsking] = useState<SettleKind | undefined>(undefined);
  const mayAct = useMay('runs:write') && state === 'open';
  // What was dealt with meanwhile is no longer chosen.
  const selected = letters.filter(({ id }) => chosen.has(id));
  const focused = letters.find(({ id }) => id === focusId);
  const acted = selected.length > 0 ? selected : focused === undefined ? [] : [focused];
  const toggle = (id: string): void => setChosen(withToggled(chosen, id));
  const walk = (by: 1 | -1): void => {
    const next = neighbour(
      letters.map(({ id }) => id),
      focusId,
      by,
    );
    if (next === undefined) return;
    setFocusId(next);
    document.getElementById(letterLinkId(next))?.focus();
  };
  const act = (kind: SettleKind) => (mayAct && acted.length > 0 ? () => setAsking(kind) : undefined);
  usePageKeys({
    j: { label: 'Next run', act: () => walk(1), repeats: true },
    k: { label: 'Previous run', act: () => walk(-1), repeats: true },
    x: { label: 'Choose the run', act: mayAct && focused ? () => toggle(focused.id) : undefined },
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
        <div className="min-h-0 flex-1 overflow-auto max-md:pb-16">
          <LettersTable
            letters={letters}
            chosen={mayAct ? chosen : undefined}
            onToggle={toggle}
            onToggleAll={(on) => setChosen(on ? new Set(letters.map(({ id }) => id)) : new Set())}
            onFocus={setFocusId}
          />
          {query.hasNextPage && (
            <div className="px-4 py-3">
              <Button pending={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                More runs
              </Button>
            </div>
          )}
        </div>
      )}
      {mayAct && selected.length > 0 && (
        <BulkBar
          count={`${selected.length} selected`}
          onClear={() => setChosen(new Set())}
          actions={
            <>
              <Button variant="primary" keyHint="R" onClick={() => setAsking('redrive')}>
                Redrive
              </Button>
              <Button variant="danger" keyHint="D" onClick={() => setAsking('discard')}>
                Discard
              </Button>
            </>
          }
        />
      )}
      {asking !== undefined && (
        <SettleDialog
          kind={asking}
          letters={acted}
          onClose={(settled) => {
            setAsking(undefined);
            if (settled) setChosen(new Set());
          }}
        />
      )}
    </>
  );
}

function withToggled(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(chosen);
  if (!next.delete(id)) next.add(id);
  return next;
}

function CauseHead({ sample, back }: { sample: DeadLetterShape | undefined; back: string }) {
  const where = sample === undefined ? '' : placeWords(sample);
  return (
    <section aria-label="Cause" className="flex-none border-b border-line px-4 py-2.5 max-md:px-3">
      <Link href={back} className="link inline-flex items-center gap-1 text-xs max-md:min-h-9">
        <Icon of={ArrowLeft} size={12} />
        All causes
      </Link>
      {sample !== undefined && (
        <div className="mt-1 flex flex-wrap items-center gap-2">
          <h2 className="min-w-0 font-semi [overflow-wrap:anywhere]">{sample.message}</h2>
          <Tag>{sample.code}</Tag>
          {where !== '' && <span className="text-xs text-muted">{where}</span>}
        </div>
      )}
    </section>
  );
}
