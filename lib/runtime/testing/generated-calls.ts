// The rows that may follow about one call of a generated journal: admission, attempts, questions, their answers. See generated-journal.ts.
import type { Admission } from '@/lib/domain/admission';
import type { RequestedApproval } from '@/lib/domain/approval';
import type { JournalEntry } from '@/lib/domain/journal-payload';
import type { PlannedCall } from '@/lib/domain/planned-call';
import type { RunState, StepState, ToolStepState } from '@/lib/domain/run-state';
import { isoAt } from '@/lib/ports/clock';
import { TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import { sha256 } from '@/lib/ports/testing/sha256';

export const RUN_ID = '019a0000-0000-7000-8000-000000000001';
export const START_MS = Date.parse('2026-03-01T08:00:00.000Z');
const EFFECTS = ['read', 'idempotent', 'reconcilable', 'unsafe'] as const;
export const told = ({ inputSeq }: RunState) => ({ inputSeq: inputSeq + 1, by: TEST_ACTOR });
export const later = ({ deadlineAt }: RunState) => ({ deadlineAt: isoAt(Date.parse(deadlineAt) + 1_000) });

export function deferral(step: number, what: number): JournalEntry {
  const until = isoAt(START_MS + what * 1_000);
  return { kind: 'fact', payload: { type: 'deferred', step, by: 'breaker', id: `tool-${what}`, until } };
}

/** What may follow about a call as it stands; what its last attempt can't have led to is passed over by the caller. */
export function aboutCall(step: ToolStepState, state: RunState, what: number): JournalEntry[] {
  const call = step.call ?? callOf(step, what);
  const attempt = step.attempts.length + 1;
  const about = { type: 'tool', step: step.step } as const;
  const mode = what % 2 === 0 || call.effect !== 'reconcilable' ? 'send' : 'look_up';
  const first = { ...about, attempt, mode: 'send', call, admission: ADMISSION } as const;
  const approval = approvalFor(step, 'tool_call', what);
  switch (step.status) {
    case 'proposed':
    case 'ready':
      return [
        { kind: 'intent', payload: first },
        { kind: 'intent', payload: first },
        waitIntent(step, call, what),
        admitted(step, call, null),
        admitted(step, call, approval),
        result(step, attempt, { outcome: 'error', error: failure(what), next: 'final' }),
        deferral(step.step, what),
      ];
    case 'awaiting_approval':
      return (['approve', 'edit', 'reject', 'expire'] as const).map((one) =>
        decision(state, step, one, what),
      );
    case 'running':
      return results(step, attempt - 1, what);
    case 'retrying':
    case 'in_doubt':
      return [
        { kind: 'intent', payload: { ...about, attempt, mode } },
        { kind: 'intent', payload: { ...about, attempt, mode } },
        result(step, attempt - 1, { outcome: 'error', error: poison(what), next: 'final' }),
        asked(step, attempt - 1, what),
        deferral(step.step, what),
      ];
    case 'unknown':
      if (step.verdict !== null) return [asked(step, attempt - 1, what)];
      return (['happened', 'did_not_happen', 'compensate'] as const).map((one) =>
        decision(state, step, one, what),
      );
    case 'waiting':
      return [signal(state, step, what)];
    default:
      return [];
  }
}

function results(step: ToolStepState, attempt: number, what: number): JournalEntry[] {
  const labels = { tainted: what % 4 === 0, privateData: what % 4 === 1 };
  const done = { outcome: 'succeeded', value: { done: what }, ...labels } as const;
  const retryAt = isoAt(START_MS + what * 1_000);
  const error = failure(what);
  return [
    result(step, attempt, { ...done, source: 'call' }),
    result(step, attempt, { ...done, source: 'call' }),
    result(step, attempt, { ...done, source: 'ledger' }),
    result(step, attempt, { outcome: 'error', error, next: 'retry', retryAt }),
    result(step, attempt, { outcome: 'error', error, next: 'look_up', retryAt }),
    result(step, attempt, { outcome: 'error', error, next: 'final' }),
    result(step, attempt, { outcome: 'not_found', next: what % 2 === 0 ? 'send' : 'look_up', retryAt }),
    asked(step, attempt, what),
  ];
}

function result(step: StepState, attempt: number, over: object): JournalEntry {
  const payload = { type: 'tool', step: step.step, attempt, latencyMs: 1, retryAt: null, ...over };
  if ('outcome' in over && over.outcome === 'error') Object.assign(payload, { approval: null, ...over });
  if ('outcome' in over && over.outcome === 'succeeded') Reflect.deleteProperty(payload, 'retryAt');
  return { kind: 'result', payload } as JournalEntry; // safe because the row is read back through its schema before it is folded
}

const asked = (step: ToolStepState, attempt: number, what: number) =>
  result(step, attempt, {
    outcome: 'error',
    error: { ...failure(what), class: 'unknown' },
    next: 'ask',
    approval: approvalFor(step, 'unknown_outcome', what),
  });

export const failure = (what: number) => ({
  code: `failed_${what % 3}`,
  message: `Failure ${what}.`,
  class: what % 2 === 0 ? ('fatal' as const) : ('retryable' as const),
});
const poison = (what: number) => ({ ...failure(what), code: what % 2 === 0 ? 'poison_step' : 'gone' });

const ADMISSION: Admission = {
  verdict: 'admit',
  reasons: [],
  policy: { effect: 'permit', rules: [], policyVersion: '1' },
  confidence: 0.9,
  amount: null,
  amountUnit: null,
  tainted: false,
};

function callOf({ step, tool, arguments: args }: ToolStepState, what: number): PlannedCall {
  return {
    tool,
    toolVersion: 1,
    arguments: args,
    argumentHash: sha256(JSON.stringify(args)),
    effect: EFFECTS[what % EFFECTS.length] ?? 'read',
    effectKey: `${RUN_ID}:${step}`,
    keyScope: 'run',
    timeoutMs: 1_000,
    maxAttempts: 3,
    backoff: { baseMs: 100, capMs: 1_000 },
  };
}

function approvalFor(step: ToolStepState, kind: RequestedApproval['kind'], what: number): RequestedApproval {
  return {
    id: `approval-${step.step}-${what}`,
    kind,
    payloadHash: sha256(String(what)),
    requiredRole: 'approver',
    quorum: 1,
    selfApproval: 'forbid',
    expiresAt: null,
    onExpiry: null,
    supersedes: null,
    changed: [],
  };
}

const admitted = (
  { step }: ToolStepState,
  call: PlannedCall,
  approval: RequestedApproval | null,
): JournalEntry => ({
  kind: 'fact',
  payload: { type: 'admission', step, call, admission: ADMISSION, approval },
});

function waitIntent({ step }: ToolStepState, call: PlannedCall, what: number): JournalEntry {
  const wait = { waitId: `wait-${step}`, correlationKey: `order:${what}`, until: isoAt(START_MS) };
  const labels = { tainted: what % 2 === 0, privateData: false };
  return { kind: 'intent', payload: { type: 'wait', step, ...wait, ...labels, call, admission: ADMISSION } };
}

function signal(state: RunState, { step, wait }: ToolStepState, what: number): JournalEntry {
  const { id: waitId = '', correlationKey = '' } = wait ?? {};
  const came = { id: `event-${what}`, payload: { what }, receivedAt: isoAt(START_MS) };
  const event = what % 3 === 0 ? null : came;
  const payload = { type: 'signal', step, waitId, correlationKey, event } as const;
  return { kind: 'input', payload: { ...payload, ...told(state), ...later(state) } };
}

type Decision = Extract<Extract<JournalEntry, { kind: 'input' }>['payload'], { type: 'decision' }>;

function decision(
  state: RunState,
  { step, approval }: ToolStepState,
  said: Decision['decision'],
  what: number,
): JournalEntry {
  const { id: approvalId = '', payloadHash = '' } = approval ?? {};
  const payload: Decision = {
    type: 'decision',
    approvalId,
    step,
    decision: said,
    payloadHash,
    arguments: said === 'edit' ? { number: what } : null,
    answer: said === 'happened' && what % 2 === 0 ? { done: what } : null,
    reason: null,
    decidedAt: isoAt(START_MS),
    ...(said === 'did_not_happen' && what % 3 === 0 ? { unheeded: 'may_still_arrive' } : {}),
    ...told(state),
    ...later(state),
  };
  return { kind: 'input', payload };
}
