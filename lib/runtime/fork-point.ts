// Where a run can be forked: before a model's question, or before the calls of one answer. Refuses places where something is under way.
import { RequestError } from '@/lib/domain/errors';
import type { JournalRow } from '@/lib/domain/journal-row';
import type { RunState } from '@/lib/domain/run-state';
import { SETTLED_STEP_STATUSES } from '@/lib/domain/step';
import { decodeRow, JournalUnreadableError } from './decode-row';
import { foldRow } from './fold';

export type ForkPoint = {
  /** The last row that both runs have. */
  readonly seq: number;
  /** The first step that the fork takes anew: of the calls of one answer the first. */
  readonly firstStep: number;
  /** Up to there. */
  readonly state: RunState;
};

/**
 * The place before this step: of a model's step right before its question; of a call right after the answer that asked for it, so that the calls
 * beside it are made anew as well; of the finish before the question that it answered.
 * @throws RequestError not_found where there is no such step; conflict where it can't be forked.
 */
export function forkPoint(rows: readonly JournalRow[], step: number): ForkPoint {
  const { seq, firstStep } = placeOf(rows, step);
  let state: RunState | null = null;
  for (const row of rows.slice(0, seq)) state = foldRow(state, row);
  if (state === null || state.end !== null || state.compensation !== null)
    throw new RequestError('conflict', 'A run that undoes another one can not be forked.');
  const open = state.steps.some(
    ({ status, step: number }) =>
      !SETTLED_STEP_STATUSES.has(status) && !(status === 'proposed' && number >= firstStep),
  );
  if (open)
    throw new RequestError(
      'conflict',
      `Something was under way before step ${step}. Fork from an earlier one.`,
    );
  return { seq, firstStep, state };
}

function placeOf(rows: readonly JournalRow[], step: number): { seq: number; firstStep: number } {
  try {
    let question = { seq: 0, step: 0 };
    for (const row of rows) {
      const { kind, payload } = decodeRow(row);
      if (kind === 'intent' && payload.type === 'model' && payload.step !== question.step) {
        question = { seq: row.seq, step: payload.step };
        if (payload.step === step) return { seq: row.seq - 1, firstStep: step };
      }
      if (kind !== 'result' || payload.type !== 'model') continue;
      if (payload.outcome === 'finish' && payload.finishStep === step)
        return { seq: question.seq - 1, firstStep: question.step };
      if (payload.outcome !== 'calls' || !payload.calls.some((call) => call.step === step)) continue;
      return { seq: row.seq, firstStep: Math.min(...payload.calls.map((call) => call.step)) };
    }
  } catch (cause) {
    if (!(cause instanceof JournalUnreadableError)) throw cause;
    throw new RequestError('conflict', 'The journal of this run can not be read any more.');
  }
  throw new RequestError('not_found', `There is no step ${step}.`);
}
