// One step as a row: number, kind, name and what it is about, its bars in time, what it took and cost, how it stands.
'use client';
import Link from 'next/link';
import type { StepShape } from '@/lib/contract/run-detail';
import { formatDurationMs } from '@/lib/format/duration';
import { routes } from '@/lib/routes';
import { cx } from '../ui/class-names';
import { Glyph } from '../ui/glyph';
import { Money } from '../ui/money';
import { State } from '../ui/state';
import { StateGlyph } from '../ui/state-glyph';
import { Taint } from '../ui/taint';
import { TimelineBar } from '../ui/timeline-bar';
import { attemptWords } from './attempt-words';
import { deferralHref } from './deferral-words';
import { stepBars, stepTookMs } from './step-bars';
import { isHeld, STEP_GLYPHS, stepName, stepStanding, stepSummary } from './step-words';
import type { TimelineScale } from './timeline-scale';

export type StepsLook = 'timeline' | 'list';

const GRID =
  'grid items-center gap-2 pr-4 pl-2.5 max-md:grid-cols-[20px_18px_minmax(0,1fr)_auto_16px] max-md:pr-3 max-md:pl-1';
/** Number (as wide as the longest, set by the list), kind, name, bars or state in words, took, cost, state. */
export const STEP_GRID: Record<StepsLook, string> = {
  timeline: `${GRID} grid-cols-[var(--number,24px)_18px_minmax(140px,1fr)_minmax(120px,264px)_62px_64px_16px]`,
  list: `${GRID} grid-cols-[var(--number,24px)_18px_minmax(140px,1fr)_minmax(0,170px)_62px_64px_16px]`,
};
const NUMBER = 'text-right text-xs text-faint';

export type StepRowProps = {
  step: StepShape;
  steps: readonly StepShape[];
  look: StepsLook;
  scale: TimelineScale;
  nowMs: number;
  chosen: boolean;
  onChoose: (step: number) => void;
};

export function StepRow({ step, steps, look, scale, nowMs, chosen, onChoose }: StepRowProps) {
  const { state, word } = stepStanding(step);
  const tookMs = stepTookMs(step, nowMs);
  return (
    <div
      className={cx(
        STEP_GRID[look],
        'relative h-full border-t border-line-soft transition-colors',
        chosen ? 'bg-select shadow-[inset_2px_0_0_var(--accent)]' : 'hover:bg-hover',
      )}
    >
      <span className={NUMBER}>{step.step}</span>
      <Glyph name={STEP_GLYPHS[step.kind]} className="text-muted" />
      <span className="flex min-w-0 items-center gap-[9px] overflow-hidden whitespace-nowrap">
        <button
          type="button"
          aria-current={chosen || undefined}
          aria-label={`Step ${step.step}, ${stepName(step)}, ${word}`}
          onClick={() => onChoose(step.step)}
          className="mono max-w-[60%] flex-none truncate font-semi outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:outline-offset-[-2px] focus-visible:after:outline-focus"
        >
          {stepName(step)}
        </button>
        <WaitLink step={step} />
        <HeldLink step={step} />
        {step.attempts.length > 1 && (
          <span className="flex-none text-xs text-muted">{`${step.attempts.length} attempts`}</span>
        )}
        {step.tainted && (
          <Taint className="flex-none" iconOnly={step.approval !== null || step.attempts.length > 1} />
        )}
        <span className="min-w-0 truncate text-xs text-muted">{stepSummary(step, steps)}</span>
      </span>
      {look === 'timeline' ? (
        <span className="relative h-full border-l border-line-soft max-md:hidden">
          {stepBars(step, nowMs).map((bar) => (
            <TimelineBar
              key={`${bar.kind} ${bar.startMs}`}
              kind={bar.kind}
              at={{ start: scale.at(bar.startMs), width: scale.at(bar.endMs) - scale.at(bar.startMs) }}
            />
          ))}
        </span>
      ) : (
        <State state={state} className="min-w-0 text-xs max-md:hidden">
          {word}
        </State>
      )}
      <span className="text-right text-xs whitespace-nowrap">
        {tookMs === undefined ? '' : formatDurationMs(tookMs)}
      </span>
      <span className="text-right text-xs text-muted max-md:hidden">
        {step.costMicroUsd > 0 && <Money microUsd={step.costMicroUsd} minDigits={4} />}
      </span>
      <StateGlyph state={state} label={look === 'timeline' ? word : undefined} />
    </div>
  );
}

/** The way to the approval, as long as it is open. */
function WaitLink({ step }: { step: StepShape }) {
  if (step.approval === null || step.approval.verdict !== null || step.finishedAt !== null) return null;
  return (
    <Link
      href={routes.approval(step.approval.id)}
      data-state-of="waiting"
      className="relative z-1 inline-flex flex-none items-center gap-[5px] text-xs text-state hover:underline"
    >
      <Glyph name={step.status === 'unknown' ? 'question' : 'approvals'} size={14} />
      {step.status === 'unknown' ? 'did it happen?' : 'to be decided'}
    </Link>
  );
}

/** The way to what holds it back, where that has a page. */
function HeldLink({ step }: { step: StepShape }) {
  const { deferred } = step;
  const href = deferred === null ? undefined : deferralHref(deferred);
  if (deferred === null || href === undefined || !isHeld(step)) return null;
  const { by } = deferred;
  return (
    <Link
      href={href}
      data-state-of="waiting"
      className="relative z-1 inline-flex flex-none items-center gap-[5px] text-xs text-state hover:underline"
    >
      <Glyph name={by === 'breaker' ? 'breaker' : 'clock'} size={14} />
      {by === 'breaker' ? 'held by its breaker' : 'waits for a slot'}
    </Link>
  );
}

export function GhostRow({ step, look }: { step: StepShape; look: StepsLook }) {
  return (
    <div className={cx(STEP_GRID[look], 'h-full border-t border-line-soft text-faint')}>
      <span className={NUMBER}>{step.step}</span>
      <Glyph name={STEP_GLYPHS[step.kind]} />
      <span className="truncate">
        <span className="mono">{stepName(step)}</span>
        <span className="ml-[9px] text-xs">later than this checkpoint</span>
      </span>
      <span className="max-md:hidden" />
      <span />
      <span className="max-md:hidden" />
      <StateGlyph state="queued" />
    </div>
  );
}

export function AttemptRow({ step, index, look }: { step: StepShape; index: number; look: StepsLook }) {
  const attempt = step.attempts[index];
  if (attempt === undefined) return null;
  const { state, title, detail, tookMs } = attemptWords(step, attempt);
  return (
    <div className={cx(STEP_GRID[look], 'h-full bg-select shadow-[inset_2px_0_0_var(--accent)]')}>
      <span />
      <span />
      <span className="flex min-w-0 items-center gap-[9px] overflow-hidden pl-0.5 text-xs whitespace-nowrap">
        <State state={state} className="flex-none">
          {title}
        </State>
        <span className="min-w-0 truncate text-muted" title={detail}>
          {detail}
        </span>
      </span>
      <span className="max-md:hidden" />
      <span className="text-right text-xs text-muted">
        {tookMs === undefined ? '' : formatDurationMs(tookMs)}
      </span>
      <span className="max-md:hidden" />
      <span />
    </div>
  );
}
