// How long something took, or has been taking: with only a start it counts on by the server's clock.
'use client';
import { formatDurationMs } from '@/lib/format/duration';
import { type Instant, toEpochMs } from '@/lib/format/time';
import { cx } from './class-names';
import { useServerClock } from './server-clock';

export type DurationProps =
  | { ms: number; since?: never; until?: never; whole?: boolean; className?: string }
  | { ms?: never; since: Instant; until?: Instant | null | undefined; whole?: boolean; className?: string };

export function Duration({ ms, since, until, whole, className }: DurationProps) {
  const text = useServerClock((nowMs) => {
    const endMs = until === null || until === undefined ? nowMs : toEpochMs(until);
    const tookMs = ms ?? (since === undefined ? 0 : endMs - toEpochMs(since));
    const counting = ms === undefined && (until === null || until === undefined);
    return formatDurationMs(tookMs, { whole: whole ?? counting });
  });
  return <span className={cx('whitespace-nowrap tabular-nums', className)}>{text}</span>;
}
