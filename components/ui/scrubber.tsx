// A run's journal as a track: one tick a checkpoint, dotted through waits, red where an attempt failed, a hatch as handle.
// Moves the handle; what the state is there, the caller folds.
'use client';
import { type PointerEvent, useMemo, useRef } from 'react';
import { cx } from './class-names';
import { drawnTicks, scrubByKey, scrubByShare } from './scrubber-logic';

/** Above this many checkpoints a tick stands for several; below it each has a pixel or more. */
const MOST_TICKS = 240;

export type ScrubTick = { seq: number; kind: 'plain' | 'wait' | 'failed'; label: string };

export type ScrubberProps = {
  ticks: readonly ScrubTick[];
  /** The chosen checkpoint's seq. */
  seq: number;
  onSeqChange: (seq: number) => void;
  label?: string;
  className?: string;
};

export function Scrubber({ ticks, seq, onSeqChange, label = 'Checkpoint', className }: ScrubberProps) {
  const track = useRef<HTMLDivElement>(null);
  const drawn = useMemo(
    () =>
      drawnTicks(
        ticks.map((tick) => tick.kind),
        MOST_TICKS,
      ),
    [ticks],
  );
  const found = ticks.findIndex((tick) => tick.seq === seq);
  const index = found === -1 ? ticks.length - 1 : found;
  const current = ticks[index];
  const go = (next: number): void => {
    const tick = ticks[next];
    if (tick !== undefined && tick.seq !== seq) onSeqChange(tick.seq);
  };
  const follow = (event: PointerEvent<HTMLDivElement>): void => {
    const box = track.current?.getBoundingClientRect();
    if (box !== undefined && box.width > 0)
      go(scrubByShare((event.clientX - box.left) / box.width, ticks.length));
  };
  return (
    <div
      ref={track}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={ticks[0]?.seq ?? 0}
      aria-valuemax={ticks.at(-1)?.seq ?? 0}
      aria-valuenow={current?.seq ?? 0}
      aria-valuetext={
        current === undefined ? 'empty' : `${current.seq} of ${ticks.at(-1)?.seq}, ${current.label}`
      }
      data-dense={drawn.length > 120}
      className={cx('scrub', className)}
      onKeyDown={(event) => {
        if (event.metaKey || event.ctrlKey || event.altKey) return;
        const next = scrubByKey(event.key, index, ticks.length);
        if (next === undefined) return;
        event.preventDefault();
        go(next);
      }}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        follow(event);
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) follow(event);
      }}
    >
      {drawn.map((tick) => (
        <i
          key={tick.first}
          data-kind={tick.kind}
          data-past={tick.first <= index}
          data-handle={tick.first <= index && index <= tick.last}
        />
      ))}
    </div>
  );
}
