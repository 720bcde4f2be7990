// Whether what is shown is live, and how old it is when it isn't. Knows no stream: the state comes in.
'use client';
import { formatUtcTime } from '@/lib/format/time';
import { useServerClock } from '../ui/server-clock';
import { Tooltip } from '../ui/tooltip';

export type LiveState = 'live' | 'connecting' | 'lost';

export type LiveIndicatorProps = {
  state: LiveState;
  /** Age of the last good data; shown while the stream is lost. */
  ageMs?: number | undefined;
};

const WORDS = {
  live: { word: 'Live', said: 'Event stream connected' },
  connecting: { word: 'Connecting', said: 'Event stream is being connected' },
  lost: { word: 'Stream lost', said: 'Event stream lost; asking again every few seconds' },
} as const;

const STATE = { live: 'succeeded', connecting: 'neutral', lost: 'waiting' } as const;

function ageText(ageMs: number): string {
  return ageMs < 60_000 ? `${Math.floor(ageMs / 1_000)} s` : `${Math.floor(ageMs / 60_000)} min`;
}

export function LiveIndicator({ state, ageMs }: LiveIndicatorProps) {
  const clock = useServerClock((nowMs) => formatUtcTime(nowMs));
  const { word, said } = WORDS[state];
  const age = ageMs === undefined ? undefined : ageText(ageMs);
  return (
    <Tooltip content={age === undefined ? said : `${said}, data ${age} old`} side="bottom">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the age behind the word must be reachable without a mouse */}
      <span tabIndex={0} className="inline-flex flex-none items-center gap-1.5 text-xs text-muted">
        <i
          aria-hidden="true"
          data-state-of={STATE[state]}
          data-pulse={state === 'live'}
          className="live-dot"
        />
        <span
          role="status"
          data-state-of={STATE[state]}
          className={state === 'lost' ? 'text-state' : undefined}
        >
          {word}
        </span>
        {state === 'lost' && age !== undefined ? (
          <span className="text-faint">{`${age} old`}</span>
        ) : (
          <time className="text-faint max-md:hidden">{clock}</time>
        )}
      </span>
    </Tooltip>
  );
}
