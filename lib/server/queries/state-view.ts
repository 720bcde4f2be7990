// A state of the runtime's fold as it stands on the wire; what the run waits for is what the decider says, no second opinion.
import 'server-only';
import type { StateShape } from '../../contract/run-detail';
import type { JournalRow } from '../../domain/journal-row';
import { jsonValue } from '../../domain/json';
import type { Waiting } from '../../domain/run';
import type { RunState } from '../../domain/run-state';
import { decide } from '../../runtime/decide';
import { partialOf } from '../../runtime/partial';
import { LONGEST_WAIT_IN_PROCESS_MS } from '../../runtime/runtime-constants';
import { isToolStep } from '../../runtime/step-access';
import { waitingOf } from '../../runtime/waiting';
import { stepShapes } from './step-view';

/** `rows` are the rows that the state was folded from; `lastSeq` is where the journal ends at present. */
export function stateShapeOf(state: RunState, rows: readonly JournalRow[], lastSeq: number): StateShape {
  const at = rows.at(-1)?.at ?? state.startedAt;
  const { status, waiting } = statusOf(state, at);
  return {
    seq: state.seq,
    lastSeq,
    at,
    status,
    waiting,
    limits: state.limits,
    usage: { ...state.usage },
    tainted: state.tainted,
    privateDataSeen: state.privateDataSeen,
    deadlineAt: earliest(state),
    toolsUsed: [
      ...new Set(
        state.steps
          .filter(isToolStep)
          .filter(wasSent)
          .map((step) => step.tool),
      ),
    ],
    errors: state.steps.flatMap((step) => (step.error === null ? [] : [step.error])),
    context: state.context.map((message) => jsonValue.parse(message)),
    steps: stepShapes(state, rows),
    partial: state.partial ?? partialOf(state),
    output: state.end?.output ?? null,
  };
}

function earliest({ deadlineAt, givenDeadlineAt }: RunState): string {
  return givenDeadlineAt !== null && givenDeadlineAt < deadlineAt ? givenDeadlineAt : deadlineAt;
}

function wasSent(step: { readonly attempts: readonly unknown[] }): boolean {
  return step.attempts.length > 0;
}

function statusOf(state: RunState, at: string): { status: StateShape['status']; waiting: Waiting | null } {
  if (state.end !== null) return { status: state.end.status, waiting: null };
  if (state.fence === 0) return { status: 'queued', waiting: null };
  const move = decide(state);
  if (move.kind === 'park') return { status: 'waiting', waiting: move.waiting };
  const inFlight = state.steps.some((step) => step.status === 'running');
  const longWait =
    move.kind === 'attempt' &&
    !inFlight &&
    move.attempts.every(
      (due) => due.at !== null && Date.parse(due.at) - Date.parse(at) > LONGEST_WAIT_IN_PROCESS_MS,
    );
  return longWait ? { status: 'waiting', waiting: waitingOf(state) } : { status: 'running', waiting: null };
}
