// Holds the queue still while somebody is at it, and lets it follow what is live when they leave.
'use client';
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import type { ApprovalFilters } from '@/lib/routes';
import { type HeldQueue, type LiveQueue, type StandingQueue, standing } from './still-queue';

type Kept = HeldQueue & { readonly filters: ApprovalFilters };

const NONE: ReadonlySet<string> = new Set();

export type StillQueue = StandingQueue & {
  /** The instant whose groups the rows stand in. */
  readonly nowMs: number;
  /** Shows what is live now, and holds that while somebody is still at it. */
  readonly follow: () => void;
  /** This one the person decided: it may leave under their own hand. */
  readonly decidedHere: (id: string) => void;
};

/** `busy`: somebody points at the rows or has chosen some. `settled`: the rows are those of these filters. */
export function useStillQueue(
  live: LiveQueue,
  nowMs: number,
  filters: ApprovalFilters,
  { busy, settled }: { readonly busy: boolean; readonly settled: boolean },
): StillQueue {
  const [kept, setKept] = useState<Kept | undefined>(undefined);
  const [own, setOwn] = useState(NONE);
  // What was held of other filters is not this queue.
  const held = kept?.filters === filters ? kept : undefined;
  const settle = useEffectEvent(() => {
    if (!busy) setKept(undefined);
    else if (held === undefined && settled) setKept({ rows: live.rows, nowMs, filters });
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: what has come meanwhile is held as soon as it is there
  useEffect(() => settle(), [busy, live.rows]);
  const shown = useMemo(
    () => (held === undefined ? { rows: live.rows, gone: NONE, fresh: 0 } : standing(held, live, own)),
    [held, live, own],
  );
  return {
    ...shown,
    nowMs: held?.nowMs ?? nowMs,
    follow: () => setKept(busy ? { rows: live.rows, nowMs, filters } : undefined),
    decidedHere: (id) => {
      setOwn((before) => new Set(before).add(id));
    },
  };
}
