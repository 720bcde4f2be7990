// The journal as a track with its buttons: first, back, replay, forward. Says which row it stands at.
'use client';
import { ChevronLeft, ChevronRight, Pause, Play, SkipBack } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { formatCount } from '@/lib/format/count';
import { cx } from '../ui/class-names';
import { Icon } from '../ui/icon';
import { IconButton } from '../ui/icon-button';
import { Scrubber, type ScrubTick } from '../ui/scrubber';

const REPLAY_MS = 700;

export type RunScrubberProps = {
  ticks: readonly ScrubTick[];
  seq: number;
  onSeq: (seq: number) => void;
};

export function RunScrubber({ ticks, seq, onSeq }: RunScrubberProps) {
  const [playing, setPlaying] = useState(false);
  const first = ticks[0]?.seq ?? 0;
  const last = ticks.at(-1)?.seq ?? 0;
  const forward = useEffectEvent(() => {
    if (seq >= last) setPlaying(false);
    else onSeq(seq + 1);
  });
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(forward, REPLAY_MS);
    return () => clearInterval(timer);
  }, [playing]);
  const play = (): void => {
    if (!playing && seq >= last) onSeq(first);
    setPlaying(!playing);
  };
  const go = (to: number): void => {
    setPlaying(false);
    onSeq(to);
  };
  const label = ticks.find((tick) => tick.seq === seq)?.label;
  return (
    <div className="flex h-11 flex-none items-center gap-3 border-b border-line bg-surface pr-4 pl-2.5 max-md:gap-1 max-md:pr-3 max-md:pl-1">
      <div className="flex">
        <IconButton
          label="First checkpoint"
          className="max-md:hidden"
          disabled={seq <= first}
          onClick={() => go(first)}
        >
          <Icon of={SkipBack} />
        </IconButton>
        <IconButton label="Previous checkpoint" disabled={seq <= first} onClick={() => go(seq - 1)}>
          <Icon of={ChevronLeft} />
        </IconButton>
        <IconButton
          label={playing ? 'Stop the replay' : 'Replay'}
          disabled={last <= 1}
          className="max-md:hidden"
          onClick={play}
        >
          <Icon of={playing ? Pause : Play} />
        </IconButton>
        <IconButton label="Next checkpoint" disabled={seq >= last} onClick={() => go(seq + 1)}>
          <Icon of={ChevronRight} />
        </IconButton>
      </div>
      <div className="min-w-0 flex-1">
        {ticks.length > 0 && (
          <Scrubber ticks={ticks} seq={seq} onSeqChange={go} label="Checkpoint of the run" />
        )}
      </div>
      <span className={cx('text-xs whitespace-nowrap', ticks.length === 0 && 'invisible')}>
        <b>{`seq ${formatCount(seq)}`}</b>
        {` of ${formatCount(last)}`}
        <span className="ml-2 inline-block max-w-56 truncate align-bottom text-muted max-md:hidden">
          {label}
        </span>
      </span>
    </div>
  );
}
