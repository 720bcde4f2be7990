// An instant as a UTC clock time, the whole of it and the reader's own zone on hover and focus.
'use client';
import {
  formatLocalDateTime,
  formatUtcDateTime,
  formatUtcTime,
  type Instant,
  toEpochMs,
} from '@/lib/format/time';
import { cx } from './class-names';
import { Tooltip } from './tooltip';

export type AbsoluteTimeProps = {
  at: Instant;
  /** `time` is the clock alone, `date-time` the whole. */
  look?: 'time' | 'date-time';
  zone?: boolean;
  className?: string;
};

export function AbsoluteTime({ at, look = 'time', zone = true, className }: AbsoluteTimeProps) {
  const ms = toEpochMs(at);
  const text = look === 'time' ? formatUtcTime(at, { zone }) : formatUtcDateTime(at);
  if (!Number.isFinite(ms)) return <span className={className}>{text}</span>;
  const content = (
    <span className="block tabular-nums">
      {formatUtcDateTime(at)}
      <span className="block text-muted">{formatLocalDateTime(at)}</span>
    </span>
  );
  return (
    <Tooltip content={content}>
      <time
        dateTime={new Date(ms).toISOString()}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the tooltip must be reachable without a mouse
        tabIndex={0}
        className={cx('whitespace-nowrap', className)}
      >
        {text}
      </time>
    </Tooltip>
  );
}
