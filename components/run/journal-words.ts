// What a journal row is, in a few words, and which mark it leaves on the scrubber. Pure; reads payloads, folds nothing.
import type { ScrubTick } from '@/components/ui/scrubber';
import type { JournalRowShape, StepShape } from '@/lib/contract/run-detail';
import { isJsonObject, type JsonObject, type JsonValue } from '@/lib/domain/json';
import { formatDurationMs } from '@/lib/format/duration';
import { stepName } from './step-words';

const text = (payload: JsonObject, key: string): string | undefined => {
  const value = payload[key];
  return typeof value === 'string' ? value : undefined;
};

function actorOf(payload: JsonObject): string {
  const by = payload.by;
  return isJsonObject(by) ? (text(by, 'label') ?? 'someone') : 'someone';
}

const UNHEEDED_WORDS: Record<string, string> = {
  may_still_arrive: 'too early, it may still arrive',
  receiver_answered: 'after the receiver’s own answer',
};

function decisionWords(payload: JsonObject): string {
  const decision = text(payload, 'decision') ?? 'decision';
  if (decision === 'expire') return 'nobody decided in time';
  if (decision === 'unopposed') return 'nobody objected';
  if (decision === 'window_lost') return 'its veto window no longer held';
  const unheeded = UNHEEDED_WORDS[text(payload, 'unheeded') ?? ''];
  const words = `${decision.replaceAll('_', ' ')} by ${actorOf(payload)}`;
  return unheeded === undefined ? words : `${words}, ${unheeded}`;
}

const INPUT_WORDS: Record<string, (payload: JsonObject) => string> = {
  start: (payload) => `started by ${actorOf(payload)}`,
  decision: decisionWords,
  cancel: (payload) => `cancel asked by ${actorOf(payload)}`,
  pause: (payload) => `paused by ${actorOf(payload)}`,
  resume: (payload) => `resumed by ${actorOf(payload)}`,
  late_answer: () => 'an answer after its time',
  escalated: (payload) => `nobody decided in time, the role ${text(payload, 'requiredRole') ?? ''} is asked`,
  bound_expired: () => 'nobody raised the bound in time',
  redrive: (payload) => `redriven by ${actorOf(payload)}`,
};

function verdictOf(payload: JsonObject): string | undefined {
  return isJsonObject(payload.admission) ? text(payload.admission, 'verdict') : undefined;
}

/** A row that a fork has from the run that it continues belongs to no step of its own; its payload names the one it speaks of. */
export function withNamedStep(row: JournalRowShape): JournalRowShape {
  if (row.step !== null || !isJsonObject(row.payload)) return row;
  const { step } = row.payload;
  return typeof step === 'number' ? { ...row, step } : row;
}

/** "payments.refund, result": the step's name and the kind of row; rows about the run itself say what happened. */
export function journalWords(row: JournalRowShape, names: ReadonlyMap<number, string>): string {
  const payload = isJsonObject(row.payload) ? row.payload : {};
  const name = row.step === null ? undefined : names.get(row.step);
  const of = (what: string): string => (name === undefined ? what : `${name}, ${what}`);
  switch (row.kind) {
    case 'claim':
      return 'taken by a worker';
    case 'intent':
      return of(text(payload, 'mode') === 'look_up' ? 'look-up by key' : 'intent');
    case 'result': {
      const outcome = text(payload, 'outcome');
      if (outcome === 'summary') return of('last summary');
      if (outcome === 'unsure') return of('answer set aside');
      return of(outcome === 'error' || outcome === 'invalid' ? 'failed attempt' : 'result');
    }
    case 'input':
      return of(INPUT_WORDS[text(payload, 'type') ?? '']?.(payload) ?? 'input');
    case 'fact':
      if (text(payload, 'type') === 'bound') return `limit reached: ${text(payload, 'message') ?? 'bound'}`;
      if (text(payload, 'type') === 'stopped')
        return `${text(payload, 'cause') === 'budget' ? 'waited for a budget' : 'halted'} for ${formatDurationMs(Number(payload.stoppedMs))}, not counted`;
      if (text(payload, 'type') === 'charged') return of('lost attempt counted at its worst case');
      if (text(payload, 'type') === 'forked') return 'forked here: from now on its own';
      if (text(payload, 'type') === 'no_summary') return `no last summary: ${text(payload, 'reason') ?? ''}`;
      if (text(payload, 'type') === 'undo') return of('next to be called');
      if (text(payload, 'type') === 'deferred')
        return of(DEFERRED_WORDS[text(payload, 'by') ?? ''] ?? 'put off');
      return of(verdictOf(payload) === 'deny' ? 'denied' : 'held for a person');
    case 'snapshot':
      return 'snapshot';
    case 'end':
      return `ended: ${text(payload, 'status') ?? 'over'}`;
  }
}

const WAITING_FACTS: ReadonlySet<string> = new Set(['bound', 'stopped', 'deferred']);

const DEFERRED_WORDS: Readonly<Record<string, string>> = {
  breaker: 'put off by a breaker',
  bulkhead: 'put off: too many calls under way',
  retry_budget: 'put off: too many retries',
  resource: 'put off: the resource is held',
  effect: 'put off: in flight elsewhere',
  budget: 'put off: no room in a budget',
  precondition: 'put off: its target can’t be looked at',
};

/** failed: an attempt failed here. wait: the run is parked from here on, or was until here. */
export function tickKind(row: JournalRowShape): ScrubTick['kind'] {
  const payload: { [key: string]: JsonValue } = isJsonObject(row.payload) ? row.payload : {};
  switch (row.kind) {
    case 'result':
      return payload.outcome === 'error' || payload.outcome === 'invalid' ? 'failed' : 'plain';
    case 'end':
      return payload.status === 'failed' ? 'failed' : 'plain';
    case 'fact':
      return WAITING_FACTS.has(text(payload, 'type') ?? '') || verdictOf(payload) === 'await_approval'
        ? 'wait'
        : 'plain';
    case 'input':
      return payload.type === 'decision' ||
        payload.type === 'pause' ||
        payload.type === 'resume' ||
        payload.type === 'redrive'
        ? 'wait'
        : 'plain';
    default:
      return 'plain';
  }
}

export function stepNames(steps: readonly StepShape[]): ReadonlyMap<number, string> {
  return new Map(steps.map((step) => [step.step, stepName(step)]));
}

export function scrubTicks(
  rows: readonly JournalRowShape[],
  names: ReadonlyMap<number, string>,
): ScrubTick[] {
  return rows.map((row) => ({ seq: row.seq, kind: tickKind(row), label: journalWords(row, names) }));
}
