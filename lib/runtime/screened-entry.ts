// Writes down, with each row that brings what outsiders wrote, what was found in it: a fact of that moment, whatever later versions would find. Pure.
import type { JournalEntry } from '@/lib/domain/journal-payload';
import type { JsonValue } from '@/lib/domain/json';
import type { RunState } from '@/lib/domain/run-state';
import { screeningOf } from '@/lib/guard/screening-of';
import { questionedStep } from './questioned-step';
import { findStep } from './step-access';
import { answerLabels, wordLabels } from './tool-answer';

export function screenedEntry(state: RunState, entry: JournalEntry): JournalEntry {
  const brought = broughtBy(state, entry);
  const screening = brought === undefined ? null : screeningOf(brought);
  if (screening === null) return entry;
  if (entry.kind === 'result' && entry.payload.type === 'tool' && entry.payload.outcome !== 'not_found')
    return { kind: 'result', payload: { ...entry.payload, untrusted: screening } };
  if (entry.kind === 'input' && entry.payload.type === 'signal')
    return { kind: 'input', payload: { ...entry.payload, untrusted: screening } };
  if (entry.kind === 'input' && entry.payload.type === 'decision')
    return { kind: 'input', payload: { ...entry.payload, untrusted: screening } };
  return entry;
}

/** What the model will read of it; undefined where outsiders have no part in it. */
function broughtBy(state: RunState, { kind, payload }: JournalEntry): JsonValue | undefined {
  if (kind === 'result' && payload.type === 'tool') {
    if (payload.outcome === 'succeeded') return payload.tainted ? payload.value : undefined;
    if (payload.outcome === 'error') return payload.tainted ? payload.error.message : undefined;
  }
  if (kind === 'input' && payload.type === 'signal') {
    const step = findStep(state, payload.step);
    const isTainted = step?.kind === 'tool' && step.wait?.id === payload.waitId && step.wait.tainted;
    return isTainted ? payload.event?.payload : undefined;
  }
  if (kind === 'input' && payload.type === 'decision' && payload.decision === 'happened') {
    const step = questionedStep(state, payload);
    return step !== null && answerLabels(step, payload.answer).tainted
      ? (payload.answer ?? undefined)
      : undefined;
  }
  if (kind === 'input' && payload.type === 'decision' && payload.decision === 'respond') {
    const step = questionedStep(state, payload);
    return step !== null && wordLabels(step, payload).tainted ? (payload.answer ?? undefined) : undefined;
  }
  return undefined;
}
