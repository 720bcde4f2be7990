// The causes: each with its sample, how many runs, when first and last, and whom it happened to. The cause that was met last comes first.
'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import type { DeadLetterGroup } from '@/lib/contract/dead-letter';
import { formatCount } from '@/lib/format/count';
import { deadLetterGroupsOptions } from '@/lib/query/dead-letters';
import { routes } from '@/lib/routes';
import { Loading, StaleBanner } from '../shell/load-error';
import { Button } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Glyph } from '../ui/glyph';
import { MoreRows } from '../ui/more-rows';
import { neighbour } from '../ui/neighbour';
import { RelativeTime } from '../ui/relative-time';
import { Table, TableHead, TableRow, Td, Th } from '../ui/table';
import { Tag } from '../ui/tag';
import { usePageKeys } from '../ui/use-page-keys';
import { causeWords, placeWords, versionWords } from './letter-words';
import { useLettersView } from './use-letters-view';

const NOTHING = {
  open: [
    'Nothing failed for good',
    'A run that fails for good stands here, grouped by cause, until somebody redrives or discards it.',
  ],
  redriven: [
    'Nothing was redriven yet',
    'A failed run that somebody sent on stands here, with who did it and why.',
  ],
  discarded: [
    'Nothing was discarded yet',
    'A failed run that was left for good stands here, with the reason.',
  ],
} as const;

const linkId = (fingerprint: string) => `cause-${fingerprint}`;

export function CauseList() {
  const { filter, state, agent, setView } = useLettersView();
  const query = useInfiniteQuery(deadLetterGroupsOptions(filter));
  const groups = query.data?.pages.flatMap((page) => page.items) ?? [];
  const [focusId, setFocusId] = useState<string | undefined>(undefined);
  const walk = (by: 1 | -1): void => {
    const ids = groups.map(({ fingerprint }) => fingerprint);
    const next = neighbour(ids, focusId, by);
    if (next === undefined) return;
    setFocusId(next);
    document.getElementById(linkId(next))?.focus();
  };
  usePageKeys({
    j: { label: 'Next cause', act: () => walk(1), repeats: true },
    k: { label: 'Previous cause', act: () => walk(-1), repeats: true },
  });
  if (query.data === undefined) return <Loading what="The dead letters" query={query} rows={6} />;
  if (groups.length === 0) {
    const [title, text] = NOTHING[state];
    return agent === null ? (
      <EmptyState title={title} icon={<Glyph name="dead-letter" />}>
        {text}
      </EmptyState>
    ) : (
      <EmptyState
        title={`${title}, of ${agent}`}
        icon={<Glyph name="dead-letter" />}
        action={<Button onClick={() => void setView({ agent: null })}>Any agent</Button>}
      >
        Letters of other agents may stand here.
      </EmptyState>
    );
  }
  return (
    <>
      <StaleBanner query={query} />
      <div className="min-h-0 flex-1 overflow-auto">
        <Table>
          <TableHead sticky className="max-md:hidden">
            <tr>
              <Th className="w-[99%]">Cause</Th>
              <Th>Where</Th>
              <Th>Agents</Th>
              <Th numeric>Runs</Th>
              <Th numeric>First</Th>
              <Th numeric>Last</Th>
            </tr>
          </TableHead>
          <tbody>
            {groups.map((group) => (
              <CauseRow
                key={group.fingerprint}
                group={group}
                href={routes.deadLetters({
                  cause: group.fingerprint,
                  ...(agent === null ? {} : { agent }),
                  ...(state === 'open' ? {} : { state }),
                })}
                onFocus={() => setFocusId(group.fingerprint)}
              />
            ))}
          </tbody>
        </Table>
        <MoreRows query={query} bare>
          More causes
        </MoreRows>
      </div>
    </>
  );
}

type CauseRowProps = { group: DeadLetterGroup; href: string; onFocus: () => void };

function CauseRow({ group, href, onFocus }: CauseRowProps) {
  const { sample, count, firstAt, lastAt, versions, fingerprint } = group;
  return (
    <TableRow tall onFocus={onFocus} className="relative">
      <Td grow className="max-md:w-auto max-md:max-w-none max-md:py-2 max-md:whitespace-normal">
        <Link
          id={linkId(fingerprint)}
          href={href}
          className="after:absolute after:inset-0 after:content-[''] hover:underline max-md:[overflow-wrap:anywhere]"
        >
          {sample.message}
        </Link>{' '}
        <Tag>{sample.code}</Tag>
        <span className="mt-1 hidden text-xs text-muted max-md:block">
          {`${causeWords(group)}, last `}
          <RelativeTime at={lastAt} focusable={false} />
        </span>
      </Td>
      <Td className="text-ink-2 max-md:hidden">{placeWords(sample)}</Td>
      <Td className="text-ink-2 max-md:hidden">{versionWords(versions)}</Td>
      <Td numeric className="max-md:hidden">
        {formatCount(count)}
      </Td>
      <Td numeric className="text-muted max-md:hidden">
        <RelativeTime at={firstAt} focusable={false} />
      </Td>
      <Td numeric className="text-muted max-md:hidden">
        <RelativeTime at={lastAt} focusable={false} />
      </Td>
    </TableRow>
  );
}
