// How an attempt reads: what was done, how it ended, what that means for the effect. Pure.
import type { GlyphState } from '@/components/ui/state-name';
import type { StepShape } from '@/lib/contract/run-detail';
import { toEpochMs } from '@/lib/format/time';
import { isInFlight } from './step-bars';

export type AttemptWords = {
  readonly state: GlyphState;
  readonly title: string;
  readonly detail: string;
  /** Undefined while it is in flight, and for ever where the worker was lost. */
  readonly tookMs: number | undefined;
};

const FOUND = 'found under its key: recorded, not sent again';
const REPLAYED = 'its key had succeeded before: that result was given again, nothing was sent';
const REUSED = 'an earlier read of the same stands for it: nothing was sent';

export function attemptWords(step: StepShape, attempt: StepShape['attempts'][number]): AttemptWords {
  const lookUp = attempt.mode === 'look_up';
  const title = lookUp ? 'Look-up' : `Attempt ${attempt.attempt}`;
  const tookMs =
    attempt.finishedAt === null ? undefined : toEpochMs(attempt.finishedAt) - toEpochMs(attempt.startedAt);
  const said = (state: GlyphState, detail: string): AttemptWords => ({ state, title, detail, tookMs });
  switch (attempt.outcome) {
    case 'succeeded':
      if (lookUp) return said('succeeded', FOUND);
      if (step.resultSource === 'reuse') return said('succeeded', REUSED);
      return said('succeeded', step.resultSource === 'ledger' ? REPLAYED : 'succeeded');
    case 'not_found':
      return said('partial', 'not found under its key');
    case 'invalid':
      return said('failed', attempt.error?.message ?? 'the answer was no valid call');
    case 'error': {
      const message = attempt.error?.message ?? 'failed';
      return said(
        'failed',
        attempt.error?.class === 'unknown' ? `${message.replace(/\.$/, '')}; outcome unknown` : message,
      );
    }
    case null:
      if (isInFlight(step, attempt)) return said('running', lookUp ? 'asking by key' : 'in flight');
      return said('partial', 'the worker was lost; nobody saw how it ended');
  }
}
