// Whether a journal follows from itself: at each row the runtime wrote, the decider, told only the rows before, asks for that very row.
import type { JournalEntry } from '@/lib/domain/journal-payload';
import type { JournalRow } from '@/lib/domain/journal-row';
import type { RunState } from '@/lib/domain/run-state';
import { decide, type Move } from '../decide';
import { decodeRow } from '../decode-row';
import { foldRow } from '../fold';

/** What can't be explained, a line each; empty when the same journal gives the same moves. */
export function unexplainedRows(rows: readonly JournalRow[]): string[] {
  const unexplained: string[] = [];
  let state: RunState | null = null;
  for (const row of rows) {
    const entry = decodeRow(row);
    if (state !== null && !isExplained(state, entry)) {
      unexplained.push(
        `${row.seq} ${row.kind} step ${row.step}: the decider says ${JSON.stringify(decide(state))}`,
      );
    }
    state = foldRow(state, row);
  }
  return unexplained;
}

const asksModel = (move: Move): boolean =>
  move.kind === 'call_model' ||
  (move.kind === 'attempt' && move.attempts.some(({ kind }) => kind === 'model'));

const callsTools = (move: Move): boolean =>
  move.kind === 'begin' || move.kind === 'dispatch' || move.kind === 'attempt';

function isExplained(state: RunState, entry: JournalEntry): boolean {
  if (entry.kind === 'claim' || entry.kind === 'input' || entry.kind === 'snapshot') return true;
  if (entry.kind === 'fact' && entry.payload.type === 'stopped') return true; // told by the clock, at a claim
  const move = decide(state);
  if (entry.kind === 'end') {
    const { code } = entry.payload.error ?? { code: null };
    if (code === 'internal_error' || code === 'model_missing' || code === 'price_unknown') return true;
    return move.kind === 'end' && move.status === entry.payload.status;
  }
  if (entry.kind === 'fact' && entry.payload.type === 'bound') {
    if (entry.payload.bound === 'time' || entry.payload.bound === 'deadline' || asksModel(move)) return true; // told by clock and price, which the journal records here
    if (entry.payload.bound === 'cost' && callsTools(move)) return true;
    return move.kind === 'bound' && move.bound === entry.payload.bound;
  }
  if (entry.kind === 'fact' && entry.payload.type === 'no_summary') return move.kind === 'summarise';
  const { step } = entry.payload as { step: number }; // safe because every other row is about a step
  if (entry.kind === 'result') {
    // An attempt that is open may end at any time; any other result is a move.
    if (state.steps[step - 1]?.status === 'running') return true;
    if (move.kind === 'give_up' || move.kind === 'ask_unknown' || move.kind === 'take_evidence')
      return move.step === step;
  }
  switch (move.kind) {
    case 'charge':
      return entry.kind === 'fact' && entry.payload.type === 'charged' && move.step === step;
    case 'call_model':
    case 'summarise':
    case 'undo':
      return move.step === step;
    case 'begin':
    case 'dispatch':
      return move.steps.includes(step);
    case 'attempt':
      return move.attempts.some((attempt) => attempt.step === step);
    default:
      return false;
  }
}
