// One run in the list: a row of cells, at 390 px two lines. The whole row is the target, its id is the link.
'use client';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import type { Ref } from 'react';
import type { RunShape } from '@/lib/contract/run';
import { formatCount } from '@/lib/format/count';
import { routes } from '@/lib/routes';
import { endWords, waitingWords } from '../run/run-words';
import { shortId } from '../run/short-id';
import { valueSummary } from '../run/value-summary';
import { Countdown } from '../ui/countdown';
import { Duration } from '../ui/duration';
import { MiniBar } from '../ui/mini-bar';
import { Money } from '../ui/money';
import { RelativeTime } from '../ui/relative-time';
import { State } from '../ui/state';
import { StateGlyph } from '../ui/state-glyph';
import { TableRow, Td } from '../ui/table';
import { Taint } from '../ui/taint';

export function runLinkId(id: string): string {
  return `run-${id}`;
}

export type RunRowProps = {
  run: RunShape;
  index: number;
  ref: Ref<HTMLTableRowElement>;
  onFocus: () => void;
};

export function RunRow({ run, index, ref, onFocus }: RunRowProps) {
  const router = useRouter();
  const href = routes.run(run.id);
  return (
    <TableRow
      ref={ref}
      data-index={index}
      className="cursor-pointer"
      onFocus={onFocus}
      onClick={(event) => {
        // A link inside takes its own click; marking text is no click.
        const inLink = event.target instanceof Element && event.target.closest('a') !== null;
        if (!inLink && window.getSelection()?.isCollapsed !== false) router.push(href);
      }}
    >
      <Td className="max-md:hidden">
        <State state={run.status} />
      </Td>
      <Td className="max-w-[220px] truncate text-ink-2 max-md:hidden">
        <Cause run={run} />
      </Td>
      <Td className="max-md:hidden">
        <Link id={runLinkId(run.id)} href={href} title={run.id} className="mono hover:underline">
          {shortId(run.id)}
        </Link>
      </Td>
      <Td className="max-md:hidden">
        {run.agent} <span className="text-faint">{`v${run.version}`}</span>
      </Td>
      <Td grow className="max-md:hidden">
        {valueSummary(run.input)}
        {run.tainted && <Taint iconOnly className="ml-2" />}
      </Td>
      <Td className="max-md:hidden">
        <Steps run={run} />
      </Td>
      <Td numeric className="max-md:hidden">
        {formatCount(run.steps)}
      </Td>
      <Td numeric className="max-md:hidden">
        {formatCount(run.toolCalls)}
      </Td>
      <Td numeric className="max-md:hidden">
        <Money microUsd={run.costMicroUsd} minDigits={6} />
      </Td>
      <Td numeric className="max-md:hidden">
        {run.startedAt !== null && <Duration since={run.startedAt} until={run.finishedAt} />}
      </Td>
      <Td numeric className="text-muted max-md:hidden">
        <RelativeTime at={run.startedAt ?? run.createdAt} focusable={false} />
      </Td>
      <Td className="w-full max-w-0 md:hidden">
        <Link href={href} className="flex flex-col gap-0.5 py-2.5">
          <span className="flex items-center gap-2">
            <StateGlyph state={run.status} label={run.status} />
            <b className="flex-none">{run.agent}</b>
            <span className="min-w-0 flex-1 truncate">{valueSummary(run.input)}</span>
          </span>
          <span className="flex items-center gap-2 pl-[22px] text-xs text-muted">
            <span className="min-w-0 flex-1 truncate">
              <Cause run={run} fallback={run.status} />
            </span>
            <RelativeTime at={run.startedAt ?? run.createdAt} focusable={false} />
          </span>
        </Link>
      </Td>
    </TableRow>
  );
}

function Cause({ run, fallback = '' }: { run: RunShape; fallback?: string }) {
  if (run.waiting === null) {
    const words = endWords(run);
    return <span title={words === '' ? undefined : words}>{words === '' ? fallback : words}</span>;
  }
  const { word, until } = waitingWords(run.waiting);
  return (
    <>
      {word}
      {until !== undefined && (
        <Countdown
          until={until}
          quiet={run.waiting.reason === 'timer'}
          atZero="due"
          className="ml-2 align-middle"
        />
      )}
    </>
  );
}

/** Proportions of what is counted: model steps, tool calls, and a wait while there is one. */
function Steps({ run }: { run: RunShape }) {
  const own = run.steps - run.toolCalls;
  if (run.steps === 0) return null;
  return (
    <MiniBar
      label={`${run.steps} steps, ${run.toolCalls} of them tool calls${run.waiting === null ? '' : ', waiting'}`}
      parts={[
        ...(own > 0 ? [{ kind: 'model' as const, weight: own }] : []),
        ...(run.toolCalls > 0 ? [{ kind: 'tool' as const, weight: run.toolCalls }] : []),
        ...(run.waiting === null ? [] : [{ kind: 'wait' as const, weight: Math.max(1, run.steps / 2) }]),
      ]}
    />
  );
}
