// The one and only reducer of run state: what a journal says, row by row. Pure; refuses a row that does not follow or a status change that is not in the machine.
import type { JournalEntry, JournalPayloads } from '@/lib/domain/journal-payload';
import type { JournalRow } from '@/lib/domain/journal-row';
import type { RunState, StepState } from '@/lib/domain/run-state';
import { SNAPSHOT_VERSION } from '@/lib/domain/snapshot-head';
import { decodeRow, JournalUnreadableError } from './decode-row';
import { foldAdmission, foldToolIntent } from './fold-call';
import { foldCharged } from './fold-charge';
import { foldDeferral } from './fold-deferral';
import { foldForked } from './fold-fork';
import { foldInput, withoutSilence } from './fold-input';
import { foldModelIntent, foldModelResult } from './fold-model';
import { foldBound, foldClaim, foldEnd, startState } from './fold-run';
import { foldToolResult } from './fold-tool-result';
import { foldUndo } from './fold-undo';
import { foldWaitIntent } from './fold-wait';
import { letGo } from './let-go';
import { findStep } from './step-access';

/** The state after `row`, which says `entry`; `state` is null before the first one. Lets no step go: see let-go.ts. */
export function foldRow(state: RunState | null, row: JournalRow, entry = decodeRow(row)): RunState {
  const next = foldEntry(state, row, entry);
  return actsBy(next, entry) ? { ...next, lastEffectAt: later(next.lastEffectAt, row.at) } : next;
}

/** A later row may be of a worker whose clock is behind. */
const later = (known: string | null, at: string): string => (known !== null && known > at ? known : at);

/** An effect begins with its intent, and may have happened until its end is told; the step of what is told late may be let go. */
function actsBy(state: RunState, { kind, payload }: JournalEntry): boolean {
  if (kind === 'input')
    return (
      payload.type === 'late_answer' ||
      (payload.type === 'decision' &&
        (payload.decision === 'happened' || payload.decision === 'did_not_happen'))
    );
  if ((kind !== 'intent' && kind !== 'result') || payload.type !== 'tool') return false;
  const step = findStep(state, payload.step);
  return step?.kind === 'tool' && step.call !== null && step.call.effect !== 'read';
}

function foldEntry(state: RunState | null, row: JournalRow, entry: JournalEntry): RunState {
  if (state === null) {
    if (entry.kind !== 'input' || entry.payload.type !== 'start') {
      throw new JournalUnreadableError(`run ${row.runId} begins with ${entry.kind}`);
    }
    return startState(row, entry.payload);
  }
  if (row.seq !== state.seq + 1) throw new JournalUnreadableError(`row ${row.seq} follows ${state.seq}`);
  const here: RunState = { ...state, seq: row.seq, lastHash: row.hash };
  const { at } = row;
  switch (entry.kind) {
    case 'claim':
      return foldClaim(here, entry.payload, at);
    case 'intent':
      return foldIntent(here, entry.payload, at);
    case 'result':
      return entry.payload.type === 'model'
        ? foldModelResult(here, entry.payload, at)
        : foldToolResult(here, entry.payload, at);
    case 'input':
      return foldInput(here, entry.payload, at);
    case 'fact':
      return foldFact(here, entry.payload, at);
    case 'snapshot':
      return foldSnapshot(here, entry.payload);
    case 'end':
      return foldEnd(here, entry.payload, at);
  }
}

function foldIntent(state: RunState, intent: JournalPayloads['intent'], at: string): RunState {
  switch (intent.type) {
    case 'model':
      return foldModelIntent(state, intent, at);
    case 'tool':
      return foldToolIntent(state, intent, at);
    case 'wait':
      return foldWaitIntent(state, intent, at);
  }
}

function foldFact(state: RunState, fact: JournalPayloads['fact'], at: string): RunState {
  switch (fact.type) {
    case 'admission':
      return foldAdmission(state, fact, at);
    case 'bound':
      return withoutSilence(foldBound(state, fact, at));
    case 'stopped':
      return { ...state, deadlineAt: fact.deadlineAt };
    case 'charged':
      return foldCharged(state, fact);
    case 'deferred':
      return foldDeferral(state, fact);
    case 'no_summary':
      return { ...state, summary: { text: null } };
    case 'undo':
      return foldUndo(state, fact, at);
    case 'forked':
      return foldForked(state, fact);
  }
}

/** A snapshot says nothing new; that it was written is all it changes. */
function foldSnapshot(state: RunState, { version, earlier }: JournalPayloads['snapshot']): RunState {
  const isKnown = version === SNAPSHOT_VERSION;
  return {
    ...state,
    snapshots: isKnown ? [...earlier, state.seq] : [],
    snapshotMessages: isKnown ? state.context.length : 0,
  };
}

/** The state a whole journal, or its beginning up to some row, stands for, with every step there was. @throws JournalUnreadableError when there is no row. */
export function foldJournal(rows: readonly JournalRow[]): RunState {
  const fold = new WholeFold();
  for (const row of rows) fold.add(row);
  return fold.state();
}

/**
 * Row by row to a state with every step there was, each row at the cost of what is open and not of what was done: settled steps stand aside until a row
 * comes that may speak of any of them.
 */
export class WholeFold {
  #light: RunState | null = null;
  #aside = new Map<number, StepState>();

  add(row: JournalRow, entry: JournalEntry = decodeRow(row)): void {
    // What reaches a run from outside may change any step: a late answer, a redrive.
    if (row.kind === 'input' && this.#light !== null) {
      this.#light = this.state();
      this.#aside = new Map();
    }
    const after = foldRow(this.#light, row, entry);
    this.#light = letGo(after);
    if (this.#light === after) return;
    const kept = new Set(this.#light.steps);
    for (const step of after.steps) if (!kept.has(step)) this.#aside.set(step.step, step);
  }

  /** @throws JournalUnreadableError before the first row. */
  state(): RunState {
    if (this.#light === null) throw new JournalUnreadableError('a journal has at least its start row');
    if (this.#aside.size === 0) return this.#light;
    const steps = [...this.#aside.values(), ...this.#light.steps].sort((a, b) => a.step - b.step);
    return { ...this.#light, steps };
  }
}

/** The state at `seq`: what the scrubber shows. @returns null when the journal does not reach that far. */
export function stateAt(rows: readonly JournalRow[], seq: number): RunState | null {
  return seq < 1 || seq > rows.length ? null : foldJournal(rows.slice(0, seq));
}
