// Time left by the server's clock. Knows when it presses; what happens at zero is the caller's.
'use client';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { type Instant, toEpochMs } from '@/lib/format/time';
import { cx } from './class-names';
import { countdownAnnouncement, countdownText, countdownTone } from './countdown-logic';
import { Glyph } from './glyph';
import { serverNowMs, useServerClock } from './server-clock';
import type { StateName } from './state-name';

const TONES: Record<ReturnType<typeof countdownTone>, { state: StateName; look: string }> = {
  calm: { state: 'neutral', look: 'font-normal text-muted' },
  mid: { state: 'waiting', look: 'font-medium text-state' },
  soon: { state: 'failed', look: 'font-medium text-state' },
  zero: { state: 'neutral', look: 'font-normal text-muted' },
};

export type CountdownProps = {
  until: Instant;
  /** Before and after the clock: "runs in", "expires in". */
  prefix?: string;
  /** Written in place at zero. */
  atZero?: string;
  /** Called once when nothing is left, also when that was so from the start. */
  onZero?: () => void;
  /** Says 15 and 5 minutes aloud, once, with this before it ("payments.refund"). Lists leave it out. */
  announceAs?: string | undefined;
  size?: 'sm' | 'md' | 'lg';
  /** Calm whatever is left: for times that press nobody (a probe, a retry). */
  quiet?: boolean;
  /** Without the clock sign, where the words before it say what it is (a row of a table). */
  bare?: boolean;
  className?: string;
};

export function Countdown({
  until,
  prefix,
  atZero = 'expired',
  onZero,
  announceAs,
  size = 'md',
  quiet = false,
  bare = false,
  className,
}: CountdownProps) {
  const untilMs = toEpochMs(until);
  const tone = useServerClock((nowMs) => countdownTone(untilMs - nowMs));
  const text = useServerClock((nowMs) => countdownText(untilMs - nowMs));
  const said = useAnnouncement(untilMs, text, announceAs);
  const done = tone === 'zero';
  const finish = useEffectEvent(() => onZero?.());
  useEffect(() => {
    if (done) finish();
  }, [done]);
  const { state, look } = TONES[quiet && !done ? 'calm' : tone];
  const pressing = !quiet && (tone === 'mid' || tone === 'soon');
  return (
    <span
      role="timer"
      aria-live="off"
      data-state-of={state}
      data-tone={tone}
      className={cx(
        'inline-flex items-center gap-[5px] whitespace-nowrap tabular-nums',
        look,
        size === 'sm' && 'text-xs',
        size === 'lg' && 'text-xl leading-[22px] font-semi tracking-[-.02em]',
        className,
      )}
    >
      {pressing && !bare && <Glyph name="clock" size={size === 'lg' ? 16 : size === 'sm' ? 12 : 13} />}
      {done ? atZero : prefix === undefined ? text : `${prefix} ${text}`}
      {announceAs !== undefined && (
        <span role="status" className="sr-only">
          {said}
        </span>
      )}
    </span>
  );
}

function useAnnouncement(untilMs: number, text: string, announceAs: string | undefined): string {
  const previousMs = useRef<number | undefined>(undefined);
  const [said, setSaid] = useState('');
  // biome-ignore lint/correctness/useExhaustiveDependencies: text is the tick this runs on
  useEffect(() => {
    const remainingMs = untilMs - serverNowMs();
    const minutes = countdownAnnouncement(previousMs.current, remainingMs);
    previousMs.current = remainingMs;
    if (minutes !== undefined && announceAs !== undefined) setSaid(`${announceAs}: ${minutes} minutes left`);
  }, [untilMs, text, announceAs]);
  return said;
}
