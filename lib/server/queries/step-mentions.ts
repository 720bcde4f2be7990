// Which journal rows speak of each step, row by row; no second reading of what they say to the run.
import 'server-only';
import type { JournalEntry } from '../../domain/journal-payload';
import type { JournalRow } from '../../domain/journal-row';
import type { JsonValue } from '../../domain/json';

/** The rows that speak of a step, what its intents held, and what was answered in vain. */
export type Mentions = {
  readonly first: number;
  readonly last: number;
  readonly heldMicroUsd: number | null;
  /** The answer that was set aside. */
  readonly setAsideAnswer: JsonValue | null;
};

/** Adds what one more row says; rows come in their order. */
export function noteMentions(mentions: Map<number, Mentions>, row: JournalRow, entry: JournalEntry): void {
  for (const step of stepsNamedBy(entry)) {
    const before = mentions.get(step);
    const heldMicroUsd = sumOf(before?.heldMicroUsd ?? null, heldBy(entry));
    const setAsideAnswer = answerSetAside(entry) ?? before?.setAsideAnswer ?? null;
    mentions.set(step, { first: before?.first ?? row.seq, last: row.seq, heldMicroUsd, setAsideAnswer });
  }
}

const sumOf = (a: number | null, b: number | null) => (a === null ? b : a + (b ?? 0));

function heldBy({ kind, payload }: JournalEntry): number | null {
  return kind === 'intent' && 'held' in payload ? (payload.held?.microUsd ?? null) : null;
}

function answerSetAside({ kind, payload }: JournalEntry): JsonValue | null {
  return kind === 'result' && 'raw' in payload && payload.topRung?.setAside ? payload.raw : null;
}

function stepsNamedBy({ kind, payload }: JournalEntry): readonly number[] {
  switch (kind) {
    case 'result': {
      if (payload.outcome === 'calls') return [payload.step, ...payload.calls.map((call) => call.step)];
      if (payload.outcome === 'finish') return [payload.step, payload.finishStep];
      return [payload.step];
    }
    case 'intent':
      return [payload.step];
    case 'fact':
      return payload.type === 'admission' || payload.type === 'undo' ? [payload.step] : [];
    case 'input':
      return 'step' in payload ? [payload.step] : [];
    case 'claim':
    case 'snapshot':
    case 'end':
      return [];
  }
}
