// "10 min ago" that stays true, with the absolute time and zone on hover and focus.
'use client';
import {
  formatAge,
  formatLocalDateTime,
  formatRelative,
  formatUtcDateTime,
  type Instant,
  toEpochMs,
} from '@/lib/format/time';
import { cx } from './class-names';
import { useServerClock } from './server-clock';
import { Tooltip } from './tooltip';

export type RelativeTimeProps = {
  at: Instant;
  /** `age` leaves out the "ago". */
  look?: 'relative' | 'age';
  prefix?: string;
  /** Takes the focus by itself, so that the absolute time can be had by keyboard. Off inside links and rows. */
  focusable?: boolean;
  className?: string;
};

export function RelativeTime({
  at,
  look = 'relative',
  prefix,
  focusable = true,
  className,
}: RelativeTimeProps) {
  const text = useServerClock((nowMs) => (look === 'age' ? formatAge(at, nowMs) : formatRelative(at, nowMs)));
  const ms = toEpochMs(at);
  if (!Number.isFinite(ms)) return <span className={className}>{text}</span>;
  return (
    <Tooltip content={<AbsoluteTime at={at} />}>
      <time
        dateTime={new Date(ms).toISOString()}
        tabIndex={focusable ? 0 : undefined}
        className={cx('whitespace-nowrap', className)}
      >
        {prefix === undefined ? text : `${prefix} ${text}`}
      </time>
    </Tooltip>
  );
}

function AbsoluteTime({ at }: { at: Instant }) {
  const utc = formatUtcDateTime(at);
  const local = formatLocalDateTime(at);
  return (
    <span className="block tabular-nums">
      {utc}
      {local !== utc && <span className="block text-muted">{local}</span>}
    </span>
  );
}
