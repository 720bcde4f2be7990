// Holds this page's share of the event stream and shows its state. Mounted once, in the topbar.
'use client';
import { useEffect, useState } from 'react';
import { useLiveEvents } from '@/lib/query/use-live-events';
import { serverNowMs, syncServerClock, useServerClock } from '../ui/server-clock';
import { LiveIndicator } from './live-indicator';

/** Whole seconds since the stream was lost; undefined while it isn't. */
function useLostMs(lost: boolean): number | undefined {
  const [sinceMs, setSinceMs] = useState<number | undefined>(undefined);
  useEffect(() => setSinceMs(lost ? serverNowMs() : undefined), [lost]);
  return useServerClock((nowMs) =>
    sinceMs === undefined ? undefined : Math.floor((nowMs - sinceMs) / 1_000) * 1_000,
  );
}

export function LiveStatus() {
  const { state } = useLiveEvents({ onServerTime: syncServerClock });
  const lostMs = useLostMs(state === 'lost');
  return <LiveIndicator state={state} ageMs={lostMs} />;
}
