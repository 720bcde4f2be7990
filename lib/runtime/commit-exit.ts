// How a run leaves the worker once its moves are made: it stays, parks, ends or is given back.
import type { RunError } from '@/lib/domain/run';
import type { RunState } from '@/lib/domain/run-state';
import { isoAt } from '@/lib/ports/clock';
import type { CommitExit, NewDeadLetter } from '@/lib/ports/run-store';
import type { Rest } from './make-moves';
import { summaryOf } from './run-summary';
import { LONGEST_WAIT_IN_PROCESS_MS } from './runtime-constants';
import { waitingOf, waitingUnder } from './waiting';

type Circumstances = {
  readonly nowMs: number;
  /** Attempts of the run are under way in this process. */
  readonly flying: boolean;
  readonly draining: boolean;
  readonly letterOf: (error: RunError) => NewDeadLetter | null;
};

/** null: the worker keeps the run. */
export function exitOf(
  rest: Rest,
  state: RunState,
  { nowMs, flying, draining, letterOf }: Circumstances,
): CommitExit | null {
  const park = (waiting = waitingOf(state), dueAt: string | null = null): CommitExit => ({
    kind: 'park',
    waiting,
    dueAt,
    seenInputSeq: state.inputSeq,
    summary: summaryOf(state),
  });
  switch (rest.kind) {
    case 'in_flight':
      return null;
    case 'park':
      return park(rest.waiting);
    case 'release':
      return { kind: 'release', summary: summaryOf(state) };
    case 'stopped':
      // Due at once: the store gives it to nobody while the stop stands, and no lift can come too early to be seen.
      return flying ? null : park(waitingUnder(rest.stop, state), isoAt(nowMs));
    case 'end': {
      const { status, output, error } = rest.move;
      const deadLetter = status === 'failed' && error !== null ? letterOf(error) : null;
      const { compensation } = rest;
      const summary = summaryOf(state);
      const finishedAt = isoAt(nowMs);
      return { kind: 'end', status, output, error, summary, finishedAt, deadLetter, compensation };
    }
    case 'until': {
      if (flying) return null;
      const soon = rest.atMs - nowMs <= LONGEST_WAIT_IN_PROCESS_MS;
      return soon && !draining ? null : park(waitingOf(state), isoAt(rest.atMs));
    }
  }
}
