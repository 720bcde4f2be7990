// What a run waits for and how it ended, in a few words and an instant. Pure sentences from data.
import type { GlyphName } from '@/components/ui/glyph';
import type { RunShape } from '@/lib/contract/run';
import type { Waiting, WaitingReason } from '@/lib/domain/run';
import { toEpochMs } from '@/lib/format/time';

type Reason = { readonly word: string; readonly glyph: GlyphName };

const REASONS: Record<WaitingReason, Reason> = {
  approval: { word: 'approval', glyph: 'approvals' },
  question: { word: 'answer', glyph: 'question' },
  timer: { word: 'timer', glyph: 'timer' },
  event: { word: 'event', glyph: 'timer' },
  child: { word: 'child run', glyph: 'child' },
  breaker: { word: 'breaker', glyph: 'breaker' },
  budget: { word: 'budget', glyph: 'amount' },
  limit: { word: 'limit reached', glyph: 'warning' },
  paused: { word: 'paused', glyph: 'clock' },
  unknown_outcome: { word: 'outcome unknown', glyph: 'question' },
  halt: { word: 'halted', glyph: 'warning' },
};

export type WaitingWords = Reason & {
  /** When the first of the waits ends by itself. */
  readonly until: string | undefined;
};

export function waitingWords(waiting: Waiting): WaitingWords {
  const { word, glyph } = REASONS[waiting.reason];
  const until = waiting.items
    .map((item) => item.until)
    .filter((at) => at !== undefined)
    .sort((a, b) => toEpochMs(a) - toEpochMs(b))[0];
  const several = waiting.items.length > 1 && (waiting.reason === 'approval' || waiting.reason === 'child');
  return { word: several ? `${waiting.items.length} ${word}s` : word, glyph, until };
}

/** The whole sentence for a run's head: "waiting for approval", "paused", "outcome unknown". */
export function waitingSentence(waiting: Waiting): string {
  const { word } = waitingWords(waiting);
  switch (waiting.reason) {
    case 'limit':
    case 'paused':
    case 'unknown_outcome':
    case 'halt':
      return word;
    default:
      return `waiting for ${word}`;
  }
}

/** The wait for a list; for a finished run why it ended, where that is not its plain success. */
export function endWords(run: Pick<RunShape, 'status' | 'error' | 'partial'>): string {
  if (run.status !== 'failed' && run.status !== 'cancelled') return '';
  const message = run.error?.message ?? '';
  const kept = run.partial === null ? '' : 'partial result kept';
  return [message, kept].filter((part) => part !== '').join(', ');
}

export const TRIGGER_WORDS: Record<RunShape['trigger']['kind'], string> = { form: 'form', api: 'API' };
