// The chosen step: its head and tabs. Each tab is a file of its own.
'use client';
import { Link as LinkIcon } from 'lucide-react';
import Link from 'next/link';
import type { RunShape } from '@/lib/contract/run';
import type { JournalRowShape, StepShape } from '@/lib/contract/run-detail';
import { formatDurationMs } from '@/lib/format/duration';
import { toEpochMs } from '@/lib/format/time';
import { routes } from '@/lib/routes';
import { StepUndo } from '../compensation/undo-notes';
import { ForkAct } from '../fork/fork-act';
import { AbsoluteTime } from '../ui/absolute-time';
import { CopyButton } from '../ui/copy-button';
import { Dot } from '../ui/dot';
import { Glyph } from '../ui/glyph';
import { jsonText } from '../ui/json-text';
import { State } from '../ui/state';
import { Tabs } from '../ui/tabs';
import { Tag } from '../ui/tag';
import { Taint } from '../ui/taint';
import { StepAttempts } from './step-attempts';
import { stepTookMs } from './step-bars';
import { StepDecision } from './step-decision';
import { StepDeferral } from './step-deferral';
import { StepInputOutput } from './step-input-output';
import { StepRaw } from './step-raw';
import { StepStateTab } from './step-state';
import { StepWait } from './step-wait';
import { STEP_GLYPHS, stepName, stepStanding } from './step-words';
import { STEP_TABS, type StepTab } from './use-run-view';

export type StepPaneProps = {
  run: RunShape;
  step: StepShape;
  steps: readonly StepShape[];
  rows: readonly JournalRowShape[];
  /** The chosen checkpoint; undefined: now. */
  seq: number | undefined;
  tab: StepTab;
  onTab: (tab: StepTab) => void;
  onStep: (step: number) => void;
};

export function StepPane({ run, step, steps, rows, seq, tab, onTab, onStep }: StepPaneProps) {
  const own = rows.filter((row) => row.step === step.step);
  return (
    <>
      <StepHead step={step} link={() => linkTo(run.id, { step: step.step, seq, tab })} />
      <StepDeferral step={step} />
      {seq === undefined && <StepUndo run={run} step={step} />}
      <ForkAct run={run} step={step} />
      <Tabs
        label={`Step ${step.step}`}
        value={tab === 'attempts' && step.kind === 'finish' ? 'decision' : tab}
        onValueChange={(value) => onTab(STEP_TABS.find((known) => known === value) ?? 'decision')}
        items={[
          {
            value: 'decision',
            label: step.kind === 'model' ? 'Answer' : 'Decision',
            content: (
              <>
                <StepWait run={run} step={step} steps={steps} />
                <StepDecision run={run} step={step} steps={steps} onStep={onStep} />
              </>
            ),
          },
          { value: 'io', label: 'Input and output', content: <StepInputOutput step={step} /> },
          ...(step.kind === 'finish'
            ? []
            : [
                {
                  value: 'attempts',
                  label: 'Attempts',
                  count: step.attempts.length,
                  content: <StepAttempts step={step} />,
                },
              ]),
          {
            value: 'state',
            label: 'State',
            content: <StepStateTab runId={run.id} step={step} seq={seq} lastSeq={rows.at(-1)?.seq} />,
          },
          { value: 'raw', label: 'Raw', content: <StepRaw step={step} rows={own} /> },
        ]}
      />
    </>
  );
}

/** With all that is shown, so that who opens it sees the same. */
function linkTo(runId: string, view: { step: number; seq: number | undefined; tab: StepTab }): string {
  const { seq, ...rest } = view;
  return `${window.location.origin}${routes.run(runId, seq === undefined ? rest : { ...rest, seq })}`;
}

function StepHead({ step, link }: { step: StepShape; link: () => string }) {
  const { state, word } = stepStanding(step);
  const tookMs = step.finishedAt === null ? undefined : stepTookMs(step, toEpochMs(step.finishedAt));
  return (
    <header className="flex items-center gap-3 pt-[11px] pr-2.5 pb-[9px] pl-4 max-md:pl-3.5">
      <span className="grid size-[34px] flex-none place-items-center rounded-xl text-ink-2 edge-strong">
        <Glyph name={STEP_GLYPHS[step.kind]} />
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex items-center gap-[7px]">
          <h2 className="mono truncate text-md font-semibold tracking-[-.02em]">
            <StepNameLink step={step} />
          </h2>
          {step.toolVersion !== null && <Tag>{`v${step.toolVersion}`}</Tag>}
          {step.effect !== null && <Tag className="max-md:hidden">{step.effect}</Tag>}
          {step.tainted && <Taint />}
        </div>
        <p className="mt-px flex items-center text-xs whitespace-nowrap text-muted">
          <State state={state} className="min-w-0 gap-[5px]! [&_svg]:size-3">
            {word}
          </State>
          <span className="max-md:hidden">
            <Dot />
            {`step ${step.step}`}
          </span>
          <Dot />
          <AbsoluteTime at={step.startedAt} />
          {tookMs !== undefined && (
            <span className="max-md:hidden">
              <Dot />
              {formatDurationMs(tookMs)}
            </span>
          )}
        </p>
      </div>
      <CopyButton text={link} what="link to this step" size="md" icon={LinkIcon} />
      <CopyButton text={() => jsonText(step)} what="step as JSON" size="md" />
    </header>
  );
}

/** The name of a step, as the way to the tool or the model it calls. */
function StepNameLink({ step }: { step: StepShape }) {
  const href =
    step.tool !== null && step.kind === 'tool'
      ? routes.tool(step.tool)
      : step.model !== null && step.kind === 'model'
        ? routes.model(step.model)
        : undefined;
  if (href === undefined) return stepName(step);
  return (
    <Link href={href} className="hover:underline">
      {stepName(step)}
    </Link>
  );
}
