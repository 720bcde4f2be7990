// The steps as a timeline or a list. Draws only the rows in sight, so that ten thousand scroll as ten do.
'use client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, useEffect, useMemo, useRef } from 'react';
import type { RunShape } from '@/lib/contract/run';
import type { StepShape } from '@/lib/contract/run-detail';
import { formatDurationMs } from '@/lib/format/duration';
import { toEpochMs } from '@/lib/format/time';
import { cx } from '../ui/class-names';
import { EmptyState } from '../ui/empty-state';
import { Glyph } from '../ui/glyph';
import { useServerClock } from '../ui/server-clock';
import { useCompact } from '../ui/use-compact';
import { busySpans } from './step-bars';
import { AttemptRow, GhostRow, STEP_GRID, StepRow, type StepsLook } from './step-row';
import { timelineScale, timelineTicks } from './timeline-scale';

const ROW_PX = { wide: 36, compact: 44 } as const;
const SUB_PX = { wide: 26, compact: 30 } as const;

export type RunStepsProps = {
  run: RunShape;
  steps: readonly StepShape[];
  /** Steps that come later than the chosen checkpoint. */
  ghosts: readonly StepShape[];
  /** The steps as they are now: the axis is theirs, so that it stands still while one scrubs. */
  current: readonly StepShape[];
  pastAt: string | undefined;
  look: StepsLook;
  chosen: number | undefined;
  onChoose: (step: number) => void;
};

type Row =
  | { readonly key: string; readonly kind: 'step' | 'ghost'; readonly step: StepShape }
  | { readonly key: string; readonly kind: 'attempt'; readonly step: StepShape; readonly index: number };

function rowsOf(
  steps: readonly StepShape[],
  ghosts: readonly StepShape[],
  chosen: number | undefined,
): Row[] {
  const rows: Row[] = [];
  for (const step of steps) {
    rows.push({ key: `${step.step}`, kind: 'step', step });
    if (step.step !== chosen || (step.attempts.length < 2 && step.error === null)) continue;
    for (const index of step.attempts.keys())
      rows.push({ key: `${step.step}.${index}`, kind: 'attempt', step, index });
  }
  return [...rows, ...ghosts.map((step) => ({ key: `ghost ${step.step}`, kind: 'ghost' as const, step }))];
}

/** The run's whole span; an open run reaches until now, to the second. */
function useSpan(run: RunShape, steps: readonly StepShape[]) {
  const nowMs = useServerClock((now) => (run.finishedAt === null ? Math.floor(now / 1_000) * 1_000 : 0));
  const first = steps[0];
  const startMs = toEpochMs(first === undefined ? (run.startedAt ?? run.createdAt) : first.startedAt);
  const endMs = run.finishedAt === null ? nowMs : toEpochMs(run.finishedAt);
  return { startMs, endMs: Math.max(startMs, endMs) };
}

export function RunSteps({ run, steps, ghosts, current, pastAt, look, chosen, onChoose }: RunStepsProps) {
  const box = useRef<HTMLDivElement>(null);
  const compact = useCompact();
  const all = useMemo(() => [...steps, ...ghosts], [steps, ghosts]);
  const { startMs, endMs } = useSpan(run, current);
  const scale = useMemo(
    () => timelineScale({ startMs, endMs }, busySpans(current, endMs)),
    [current, startMs, endMs],
  );
  const rows = useMemo(() => rowsOf(steps, ghosts, chosen), [steps, ghosts, chosen]);
  const width = compact ? 'compact' : 'wide';
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => (compact ? (box.current?.closest('main') ?? null) : box.current),
    estimateSize: (index) => (rows[index]?.kind === 'attempt' ? SUB_PX : ROW_PX)[width],
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 20,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: heights follow what the rows are
  useEffect(() => virtual.measure(), [rows, width]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new choice scrolls, never new rows
  useEffect(() => {
    const index = rows.findIndex((row) => row.kind === 'step' && row.step.step === chosen);
    if (index >= 0 && !compact) virtual.scrollToIndex(index, { align: 'auto' });
  }, [chosen]);

  if (rows.length === 0) {
    return (
      <EmptyState title="No step yet" icon={<Glyph name="timer" />}>
        The first one stands here as soon as a worker takes the run.
      </EmptyState>
    );
  }
  const nowMs = pastAt === undefined ? endMs : toEpochMs(pastAt);
  return (
    <div
      ref={box}
      style={numberWidth(all.at(-1)?.step ?? 0)}
      className="min-h-0 flex-1 overflow-auto max-md:overflow-visible"
    >
      {look === 'timeline' && <Axis ticks={timelineTicks(scale)} />}
      <ol className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          const own = row.step.step === chosen;
          return (
            <li
              key={row.key}
              className="absolute inset-x-0 top-0"
              style={{ height: item.size, transform: `translateY(${item.start}px)` }}
            >
              {row.kind === 'step' ? (
                <StepRow
                  step={row.step}
                  steps={all}
                  look={look}
                  scale={scale}
                  nowMs={nowMs}
                  chosen={own}
                  onChoose={onChoose}
                />
              ) : row.kind === 'attempt' ? (
                <AttemptRow step={row.step} index={row.index} look={look} />
              ) : (
                <GhostRow step={row.step} look={look} />
              )}
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function numberWidth(last: number): CSSProperties & { '--number'?: string } {
  return last < 1_000 ? {} : { '--number': `${String(last).length * 8}px` };
}

function Axis({ ticks }: { ticks: ReturnType<typeof timelineTicks> }) {
  return (
    <div
      aria-hidden="true"
      className={cx(STEP_GRID.timeline, 'sticky top-0 z-2 h-7 bg-raised text-xs text-faint max-md:hidden')}
    >
      <span />
      <span />
      <span>Step</span>
      <span className="relative h-full">
        {ticks.map((tick) => (
          <em
            key={tick.elapsedMs}
            className="absolute top-[5px] text-2xs whitespace-nowrap not-italic"
            style={{ left: `${tick.at * 100}%` }}
          >
            {tick.elapsedMs === 0
              ? '0 s'
              : formatDurationMs(tick.elapsedMs, { whole: tick.elapsedMs >= 10_000 })}
          </em>
        ))}
      </span>
      <span className="text-right">Took</span>
      <span className="text-right">Cost</span>
      <span />
    </div>
  );
}
