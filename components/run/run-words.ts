// What a run waits for and how it ended, in a few words and an instant. Pure sentences from data.
import type { GlyphName } from '@/components/ui/glyph';
import type { RunShape } from '@/lib/contract/run';
import {
  LIMIT_BOUNDS,
  type LimitBound,
  WAITING_REASONS,
  type Waiting,
  type WaitingReason,
} from '@/lib/domain/run';
import { toEpochMs } from '@/lib/format/time';
import { deferralWord } from './deferral-words';

type Reason = { readonly word: string; readonly glyph: GlyphName };

const REASONS: Record<WaitingReason, Reason> = {
  approval: { word: 'approval', glyph: 'approvals' },
  question: { word: 'answer', glyph: 'question' },
  timer: { word: 'next attempt', glyph: 'timer' },
  event: { word: 'event', glyph: 'timer' },
  child: { word: 'child run', glyph: 'child' },
  breaker: { word: 'breaker', glyph: 'breaker' },
  bulkhead: { word: 'free slot', glyph: 'clock' },
  retry_budget: { word: 'retry budget', glyph: 'timer' },
  budget: { word: 'budget', glyph: 'amount' },
  limit: { word: 'limit reached', glyph: 'warning' },
  paused: { word: 'paused', glyph: 'clock' },
  unknown_outcome: { word: 'outcome unknown', glyph: 'question' },
  halt: { word: 'halted', glyph: 'warning' },
};

export const WAITING_WORDS = Object.fromEntries(
  WAITING_REASONS.map((reason) => [reason, REASONS[reason].word]),
) as Record<WaitingReason, string>; // safe because every reason is a key of REASONS

export type WaitingWords = Reason & {
  /** When the first of the waits ends by itself. */
  readonly until: string | undefined;
};

const BOUNDS: Record<LimitBound, string> = {
  steps: 'limit of steps',
  tool_calls: 'limit of tool calls',
  tokens: 'limit of tokens',
  cost: 'cost limit',
  time: 'time limit',
  deadline: 'deadline',
  loop: 'caught in a loop',
};

/** The bound that a run waits at; undefined for any other wait. */
export function boundOf(waiting: Waiting | null): LimitBound | undefined {
  const item = waiting?.items.find((one) => one.kind === 'limit');
  return LIMIT_BOUNDS.find((bound) => bound === item?.id);
}

/** When a run at a bound fails, unless the bound is raised. */
export function boundExpiryOf(waiting: Waiting | null): string | undefined {
  return waiting?.items.find((one) => one.kind === 'limit')?.until;
}

/** A run may wait for several things; the reason names the one that has to be settled first, and only its items are told. */
export function waitingWords(waiting: Waiting): WaitingWords {
  const { word, glyph } = REASONS[waiting.reason];
  const items = waiting.items.filter((item) => item.kind === waiting.reason);
  const until = items
    .map((item) => item.until)
    .filter((at) => at !== undefined)
    .sort((a, b) => toEpochMs(a) - toEpochMs(b))[0];
  const several = items.length > 1 && (waiting.reason === 'approval' || waiting.reason === 'child');
  const bound = boundOf(waiting);
  const ofAgent = waiting.reason === 'paused' && waiting.items.some((item) => item.kind === 'agent_paused');
  const said =
    waiting.reason === 'limit' && bound !== undefined
      ? BOUNDS[bound]
      : ofAgent
        ? 'agent paused'
        : (heldWord(waiting) ?? word);
  return { word: several ? `${items.length} ${word}s` : said, glyph, until };
}

/** What holds it is named: the one breaker or bulkhead, or another run's effect where it waits for nothing more urgent. */
function heldWord({ reason, items }: Waiting): string | undefined {
  if (reason === 'breaker' || reason === 'bulkhead') {
    const [item, ...others] = items.filter(({ kind }) => kind === reason);
    return item === undefined || others.length > 0 ? undefined : deferralWord({ by: reason, id: item.id });
  }
  if (reason !== 'timer') return undefined;
  const held = items.find(({ kind }) => kind === 'resource' || kind === 'effect');
  return held?.kind === 'effect' ? 'the same call elsewhere' : held?.id;
}

const PEOPLE_SETTLE: ReadonlySet<string> = new Set(['approval', 'unknown_outcome', 'question']);

/** The approval that a run waits for, where it waits for exactly one. */
export function approvalIdOf(waiting: Waiting | null): string | undefined {
  const items = waiting?.items.filter(({ kind }) => PEOPLE_SETTLE.has(kind)) ?? [];
  return items.length === 1 ? items[0]?.id : undefined;
}

/** The whole sentence for a run's head: "waiting for approval", "paused", "at its limit of steps". */
export function waitingSentence(waiting: Waiting): string {
  const { word } = waitingWords(waiting);
  switch (waiting.reason) {
    case 'limit':
      return boundOf(waiting) === 'loop' ? word : `at its ${word}`; // “at its deadline”, “at its limit of steps”
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

export const TRIGGER_WORDS: Record<RunShape['trigger']['kind'], string> = {
  form: 'form',
  api: 'API',
  compensation: 'undoing another run',
};
