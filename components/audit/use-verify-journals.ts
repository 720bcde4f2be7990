// The journals of runs checked piece by piece: what has been checked so far, and what was found broken.
'use client';
import { useEffect, useRef, useState } from 'react';
import type { BrokenJournalShape } from '@/lib/contract/audit';
import { verifyJournalsPiece } from '@/lib/query/audit';
import { messageOf } from '@/lib/query/problem-error';

export type JournalsCheck = {
  readonly state: 'running' | 'done' | 'failed';
  readonly runs: number;
  readonly rows: number;
  readonly broken: readonly BrokenJournalShape[];
  readonly error: string | null;
};

const BEGUN: JournalsCheck = { state: 'running', runs: 0, rows: 0, broken: [], error: null };

/** A second start begins anew; leaving ends the asking. */
export function useVerifyJournals() {
  const [check, setCheck] = useState<JournalsCheck | null>(null);
  const asking = useRef<AbortController | null>(null);
  const stop = (): void => {
    asking.current?.abort();
    setCheck(null);
  };
  useEffect(() => () => asking.current?.abort(), []);

  const start = async (): Promise<void> => {
    asking.current?.abort();
    const leave = new AbortController();
    asking.current = leave;
    setCheck(BEGUN);
    try {
      let after: string | undefined;
      do {
        const piece = await verifyJournalsPiece(after, leave.signal);
        if (leave.signal.aborted) return;
        after = piece.next ?? undefined;
        setCheck((before) => ({
          state: piece.next === null ? 'done' : 'running',
          runs: (before?.runs ?? 0) + piece.runs,
          rows: (before?.rows ?? 0) + piece.rows,
          broken: [...(before?.broken ?? []), ...piece.broken],
          error: null,
        }));
      } while (after !== undefined);
    } catch (error) {
      if (leave.signal.aborted) return;
      setCheck((before) => ({
        ...(before ?? BEGUN),
        state: 'failed',
        error: messageOf(error instanceof Error ? error : new Error(String(error))),
      }));
    }
  };
  return { check, start, stop };
}
