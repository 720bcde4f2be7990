// One bar on the time axis of a run: model light, tool dark, child a bracket, wait hatched, failed attempt with an end stop.
import { cx } from './class-names';

export type TimelineBarKind =
  | 'model'
  | 'tool'
  | 'child'
  | 'wait'
  | 'waiting-now'
  | 'failed'
  | 'backoff'
  | 'simulated'
  | 'recorded';

export type TimelineBarProps = {
  kind: TimelineBarKind;
  /** Share of the axis, 0..1. Without it the bar is its own legend sign. */
  at?: { start: number; width: number };
  title?: string;
};

const percent = (share: number): string => `${(Math.min(1, Math.max(0, share)) * 100).toFixed(2)}%`;

export function TimelineBar({ kind, at, title }: TimelineBarProps) {
  if (at === undefined) {
    return <i aria-hidden="true" data-kind={kind} className="tbar inline-block h-2 w-3.5 flex-none" />;
  }
  return (
    <i
      data-kind={kind}
      title={title}
      className={cx('tbar absolute top-1/2 -translate-y-1/2', kind !== 'backoff' && 'h-3')}
      style={{ left: percent(at.start), width: `max(3px, ${percent(at.width)})` }}
    />
  );
}
