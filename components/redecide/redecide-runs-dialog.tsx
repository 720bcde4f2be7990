// Asks what another version would have decided on the runs of a filter, some at a time, and shows where each would have parted from its record.
'use client';
import { useMutation } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import type { RedecidedRun, RedecidedRuns } from '@/lib/contract/redecide';
import type { RunFilter } from '@/lib/contract/run-filter';
import { formatCount, plural } from '@/lib/format/count';
import { messageOf } from '@/lib/query/problem-error';
import { redecideRunsMutation } from '@/lib/query/redecide';
import { routes } from '@/lib/routes';
import { shortId } from '../run/short-id';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { CourseMark, Place } from './difference-list';
import { addedCounts, COURSE_WORDS, KIND_WORDS, sideWords } from './redecide-words';
import { AS_RECORDED, UnderFields, underOf } from './under-fields';

type RedecideRunsDialogProps = {
  filter: RunFilter;
  /** As the list counts them; undefined while that is not known. */
  count: number | undefined;
  onClose: () => void;
};

export function RedecideRunsDialog({ filter, count, onClose }: RedecideRunsDialogProps) {
  const [under, setUnder] = useState(AS_RECORDED);
  const [found, setFound] = useState<RedecidedRuns | undefined>(undefined);
  const ask = useMutation(redecideRunsMutation());
  const look = (): void => {
    const cursor = found?.cursor ?? undefined;
    ask.mutate(
      { ...underOf(under), filter, cursor },
      {
        onSuccess: (more) =>
          setFound((known) =>
            known === undefined
              ? more
              : {
                  ...more,
                  runs: [...known.runs, ...more.runs],
                  counts: addedCounts(known.counts, more.counts),
                },
          ),
      },
    );
  };
  const over = found !== undefined && found.cursor === null;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Decide these runs anew"
      width="lg"
      description="Each run that is filtered is decided again on what it recorded, the newest first. Nothing is sent, and nothing is written."
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Close
          </Button>
          <Button variant="primary" disabled={over} pending={ask.isPending} onClick={look}>
            {found === undefined ? 'Decide anew' : over ? 'All looked at' : 'Look at more'}
          </Button>
        </>
      }
    >
      <div className="grid gap-3.5">
        <UnderFields
          agent={filter.agent}
          value={under}
          onChange={(next) => {
            ask.reset();
            setFound(undefined);
            setUnder(next);
          }}
        />
        {filter.agent === undefined && (
          <p className="text-xs text-muted">Filter by one agent to choose a version of it.</p>
        )}
        {ask.error !== null && (
          <p role="alert" data-state-of="failed" className="text-xs text-state">
            {messageOf(ask.error)}
          </p>
        )}
        <p role="status" className="text-xs text-muted">
          {found === undefined
            ? `${count === undefined ? 'What is filtered' : plural(count, 'run')}, about 25 at a time.`
            : saidOf(found, count)}
        </p>
        {found !== undefined && <Found found={found} />}
      </div>
    </Dialog>
  );
}

function saidOf({ runs }: RedecidedRuns, count: number | undefined): string {
  const parted = runs.filter(({ firstDivergence }) => firstDivergence !== null).length;
  const of = count === undefined ? '' : ` of ${formatCount(Math.max(count, runs.length))}`;
  return `Looked at ${formatCount(runs.length)}${of}: ${parted === 0 ? 'none' : formatCount(parted)} would have parted from the record.`;
}

function Found({ found: { runs, counts } }: { found: RedecidedRuns }) {
  const shown = runs.filter(
    ({ differences, problem, unrecorded }) => differences > 0 || problem !== null || unrecorded > 0,
  );
  return (
    <>
      {counts.length > 0 && (
        <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
          {counts.map(({ kind, course, runs: of, differences }) => (
            <li key={`${kind} ${course}`}>
              {`${KIND_WORDS[kind]}, ${COURSE_WORDS[course].word}: ${differences} in ${plural(of, 'run')}`}
            </li>
          ))}
        </ul>
      )}
      {shown.length > 0 && (
        <ul className="overflow-hidden rounded-lg border border-line">
          {shown.map((run) => (
            <RunRow key={run.runId} run={run} />
          ))}
        </ul>
      )}
    </>
  );
}

function RunRow({ run }: { run: RedecidedRun }) {
  const { runId, agent, version, firstDivergence: first, differences, unrecorded, problem } = run;
  return (
    <li className="flex flex-wrap items-baseline gap-x-2.5 gap-y-0.5 border-line-soft border-b px-3 py-2 text-xs last:border-b-0">
      <Link
        href={routes.run(runId)}
        className="font-mono underline decoration-line-strong underline-offset-2 max-md:py-2"
      >
        {shortId(runId)}
      </Link>
      <span className="text-muted">{`${agent} v${version}`}</span>
      {problem !== null && <span className="text-muted">{problem}</span>}
      {first === null && problem === null && (
        <span className="text-muted">
          {differences > 0
            ? `${plural(differences, 'difference')}, the same way`
            : `${plural(unrecorded, 'thing')} not recorded`}
        </span>
      )}
      {first !== null && (
        <>
          <Place runId={runId} difference={first} />
          <span>
            {sideWords(first.recorded)} <span aria-hidden="true">→</span>
            <span className="sr-only">is now</span> <b className="font-medium">{sideWords(first.now)}</b>
          </span>
          <span className="flex-1" />
          <CourseMark difference={first} />
        </>
      )}
    </li>
  );
}
