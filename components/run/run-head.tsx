// The head of a run: its id, what state it is in and what it waits for, the figures against their bounds, and what can be done.
'use client';
import Link from 'next/link';
import type { RunShape } from '@/lib/contract/run';
import type { RunDetail } from '@/lib/contract/run-cancel';
import type { StepShape } from '@/lib/contract/run-detail';
import { isDryRun } from '@/lib/domain/fork';
import { formatCount, plural } from '@/lib/format/count';
import { formatMicroUsd } from '@/lib/format/money';
import { routes } from '@/lib/routes';
import { UndoAct } from '../compensation/undo-act';
import { RedecideAct } from '../redecide/redecide-act';
import { AbsoluteTime } from '../ui/absolute-time';
import { ButtonLink } from '../ui/button-link';
import { CopyButton } from '../ui/copy-button';
import { Countdown } from '../ui/countdown';
import { DryChip } from '../ui/dry-chip';
import { Duration } from '../ui/duration';
import { Glyph } from '../ui/glyph';
import { KeyValue, type KeyValueItem } from '../ui/key-value';
import { Pill } from '../ui/pill';
import { StateGlyph } from '../ui/state-glyph';
import { Taint } from '../ui/taint';
import { EraseRun } from './erase-run';
import { savingOf } from './route-words';
import { RunActions } from './run-actions';
import { approvalIdOf, TRIGGER_WORDS, waitingSentence, waitingWords } from './run-words';
import { shortId } from './short-id';

export function RunHead({ run, steps }: { run: RunDetail; steps: readonly StepShape[] }) {
  const approvalId = approvalIdOf(run.waiting);
  return (
    <header className="flex-none border-b border-line px-4 pt-3 pb-[11px] max-md:px-3">
      <div className="flex items-center gap-2 max-md:flex-wrap">
        <h1 title={run.id} className="mono text-[15px] font-semibold tracking-[-.02em]">
          {shortId(run.id)}
        </h1>
        <CopyButton text={run.id} what="id of the run" />
        <StatusPill run={run} />
        {isDryRun(run.id) && <DryChip>dry</DryChip>}
        {run.tainted && <Taint className="max-md:hidden" />}
        {approvalId !== undefined && (
          <ButtonLink
            href={routes.approval(approvalId)}
            size="xs"
            icon={<Glyph name="approvals" size={14} />}
          >
            Decide
          </ButtonLink>
        )}
        <span className="flex-1 max-md:hidden" />
        {run.erased === null && (
          <>
            <RedecideAct run={run} />
            <UndoAct run={run} />
            <RunActions run={run} />
            <EraseRun run={run} />
          </>
        )}
      </div>
      <KeyValue
        look="columns"
        className="mt-[9px]"
        items={[...factsOf(run), ...cachedItems(run), ...savedItems(steps)]}
      />
    </header>
  );
}

function StatusPill({ run }: { run: RunShape }) {
  if (run.waiting === null) {
    return (
      <Pill state={run.status} icon={<StateGlyph state={run.status} />}>
        {run.status}
      </Pill>
    );
  }
  const { until, glyph } = waitingWords(run.waiting);
  return (
    <Pill state="waiting" icon={<Glyph name={glyph} />}>
      {waitingSentence(run.waiting)}
      {until !== undefined && (
        <Countdown until={until} atZero="due" quiet className="text-state! font-medium!" />
      )}
    </Pill>
  );
}

function factsOf(run: RunDetail): KeyValueItem[] {
  const { limits } = run;
  return [
    {
      name: 'Agent',
      value: (
        <Link href={routes.agent(run.agent)} className="hover:underline">
          {`${run.agent} v${run.version}`}
        </Link>
      ),
    },
    { name: 'Started by', value: `${run.startedBy.label}, ${TRIGGER_WORDS[run.trigger.kind]}` },
    run.startedAt === null
      ? { name: 'Queued', value: <AbsoluteTime at={run.createdAt} /> }
      : { name: 'Started', value: <AbsoluteTime at={run.startedAt} /> },
    {
      name: run.finishedAt === null ? 'Elapsed' : 'Took',
      value:
        run.startedAt === null ? 'not started' : <Duration since={run.startedAt} until={run.finishedAt} />,
    },
    { name: 'Steps', value: `${formatCount(run.steps)} of ${formatCount(limits.maxSteps)}` },
    {
      name: 'Tool calls',
      value: `${formatCount(run.toolCalls)} of ${formatCount(limits.maxToolCalls)}`,
      wideOnly: true,
    },
    { name: 'Tokens', value: formatCount(run.tokens), wideOnly: true },
    ...(run.givenDeadlineAt === null
      ? []
      : [{ name: 'Deadline', value: <AbsoluteTime at={run.givenDeadlineAt} look="date-time" /> }]),
    ...(run.inputTrust === 'untrusted' ? [{ name: 'Input', value: <Taint source="outsiders" /> }] : []),
    ...(run.thread === null
      ? []
      : [
          {
            name: 'Thread',
            value: (
              <Link href={routes.runs({ thread: run.thread })} className="hover:underline">
                {run.thread}
              </Link>
            ),
          },
        ]),
    {
      name: 'Cost',
      value: `${formatMicroUsd(run.costMicroUsd, { minDigits: 4 })} of ${formatMicroUsd(limits.maxCostMicroUsd)}`,
    },
  ];
}

/** Where caching saved anything, or cost more than it saved. */
function cachedItems({ savings: { prefix, reuse } }: RunDetail): KeyValueItem[] {
  const microUsd = prefix.savedMicroUsd + reuse.savedMicroUsd;
  if (microUsd === 0 && reuse.reads === 0) return [];
  const reads = reuse.reads === 0 ? '' : `, ${plural(reuse.reads, 'read')} reused`;
  return [{ name: 'Saved by caching', value: `${formatMicroUsd(microUsd, { minDigits: 4 })}${reads}` }];
}

/** Of an agent with stronger models. */
function savedItems(steps: readonly StepShape[]): KeyValueItem[] {
  const saving = savingOf(steps);
  if (saving === null) return [];
  const saved = formatMicroUsd(saving.savedMicroUsd, { minDigits: 4 });
  const aside = saving.setAsideMicroUsd;
  return [
    {
      name: 'Saved, estimated',
      value: (
        <span title="What the same tokens would have cost with the strongest model, less what was paid">
          {aside === 0 ? saved : `${saved}, ${formatMicroUsd(aside, { minDigits: 4 })} set aside`}
        </span>
      ),
    },
  ];
}
