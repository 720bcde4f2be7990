// The rows the runtime writes of its own accord, from moves and from stored input.
import type { RequestedApproval } from '@/lib/domain/approval';
import type { RecordedError } from '@/lib/domain/errors';
import type { JournalEntry } from '@/lib/domain/journal-payload';
import { raisedBy } from '@/lib/domain/run';
import type { StoredRunInput } from '@/lib/domain/run-input';
import type {
  LateEvidence,
  ModelStepState,
  RunState,
  StepState,
  ToolStepState,
} from '@/lib/domain/run-state';
import { isoAt } from '@/lib/ports/clock';
import { extendedDeadline } from '@/lib/resilience/deadline';
import type { Move } from './decide';
import { partialOf } from './partial';
import { heldUsage } from './plan-model-call';
import { unheededBecause } from './questioned-step';
import { journalMarks } from './record-error';

/** The input with what only the lease holder knows: the deadline after the time that was waited for a person. */
export function inputEntry(
  state: RunState,
  { inputSeq, input }: StoredRunInput,
  nowMs: number,
): JournalEntry {
  const { deadlineAt, humanWaitSince } = state;
  switch (input.type) {
    case 'signal':
    case 'escalated':
    case 'late_answer': {
      const extended = extendedDeadline(deadlineAt, humanWaitSince, nowMs);
      return { kind: 'input', payload: { ...input, inputSeq, deadlineAt: extended } };
    }
    case 'decision': {
      const extended = extendedDeadline(deadlineAt, humanWaitSince, nowMs);
      const unheeded = unheededBecause(state, input);
      const heeded = unheeded === undefined ? input : { ...input, unheeded };
      return { kind: 'input', payload: { ...heeded, inputSeq, deadlineAt: extended } };
    }
    case 'resume': {
      const grantedMs = raisedBy(state.limits, input.limits).deadlineMs - state.limits.deadlineMs;
      const extended = extendedDeadline(deadlineAt, humanWaitSince, nowMs, grantedMs);
      return { kind: 'input', payload: { ...input, inputSeq, deadlineAt: extended } };
    }
    case 'redrive': {
      const { deadlineMs } = raisedBy(state.limits, input.limits);
      return { kind: 'input', payload: { ...input, inputSeq, deadlineAt: isoAt(nowMs + deadlineMs) } };
    }
    case 'pause':
    case 'cancel':
    case 'bound_expired':
      return { kind: 'input', payload: { ...input, inputSeq } };
  }
}

export function endEntry(
  state: RunState,
  move: Omit<Extract<Move, { kind: 'end' }>, 'kind'>,
  compensatedBy: string | null = null,
): JournalEntry {
  const { status, output, error } = move;
  const partial = status === 'succeeded' ? null : partialOf(state);
  return {
    kind: 'end',
    payload: {
      type: 'end',
      status,
      output,
      partial,
      error,
      ...(compensatedBy === null ? {} : { compensatedBy }),
    },
  };
}

export function undoEntry({ step, index }: { step: number; index: number }): JournalEntry {
  return { kind: 'fact', payload: { type: 'undo', step, index } };
}

/** @param expiresAt when the run fails unless the bound is raised. */
export function boundEntry(
  { bound, message }: Omit<Extract<Move, { kind: 'bound' }>, 'kind'>,
  expiresAt: string,
): JournalEntry {
  return { kind: 'fact', payload: { type: 'bound', bound, message, expiresAt } };
}

/** @param step with an attempt that was lost, and what is held for it. */
export function chargedEntry({ step, held }: ModelStepState | ToolStepState): JournalEntry {
  if (held === null) throw new Error(`nothing is held for step ${step}`);
  const { attempt, microUsd: costMicroUsd } = held;
  const usage = 'maxOutputTokens' in held ? heldUsage(held) : null;
  return { kind: 'fact', payload: { type: 'charged', step, attempt, usage, costMicroUsd } };
}

/** Time as the lease holder was told it: as long the run lay under a stop or waited for a budget, and by as much its deadline moves. */
export function stoppedEntry(stoppedMs: number, deadlineAt: string, cause?: 'budget'): JournalEntry {
  const extended = extendedDeadline(deadlineAt, null, 0, stoppedMs);
  const why = cause === undefined ? {} : { cause };
  return { kind: 'fact', payload: { type: 'stopped', stoppedMs, deadlineAt: extended, ...why } };
}

/** The end of a step that is given up, as the result of its last attempt. */
export function finalErrorEntry(step: StepState, error: RecordedError): JournalEntry {
  const figures = { step: step.step, attempt: step.attempts.at(-1)?.attempt ?? 1, latencyMs: 0 };
  if (step.kind !== 'model') return toolErrorEntry(figures, error, 'final', null);
  return {
    kind: 'result',
    payload: {
      ...figures,
      type: 'model',
      outcome: 'error',
      error,
      retryAt: null,
      usage: null,
      costMicroUsd: 0,
      reportedModel: null,
    },
  };
}

/** The outcome is unknown and only a person can tell. */
export function askEntry(step: StepState, error: RecordedError, approval: RequestedApproval): JournalEntry {
  const figures = { step: step.step, attempt: step.attempts.at(-1)?.attempt ?? 1, latencyMs: 0 };
  return toolErrorEntry(figures, error, 'ask', approval);
}

function toolErrorEntry(
  figures: { step: number; attempt: number; latencyMs: number },
  error: RecordedError,
  next: 'final' | 'ask',
  approval: RequestedApproval | null,
) {
  const payload = {
    ...figures,
    type: 'tool',
    outcome: 'error',
    error,
    next,
    retryAt: null,
    approval,
  } as const;
  return { kind: 'result', payload } as const;
}

/** What a late answer proves about a step that has no result yet; the evidence itself stands in its input. */
export function evidenceEntry(step: ToolStepState, { attempt, ...evidence }: LateEvidence): JournalEntry {
  const figures = { step: step.step, attempt, latencyMs: 0 };
  if (evidence.error !== null) {
    const { kind, payload } = toolErrorEntry(figures, evidence.error, 'final', null);
    return { kind, payload: { ...payload, ...journalMarks(evidence), source: 'late_answer' } };
  }
  const { value, tainted, privateData } = evidence;
  const said = { value, source: 'late_answer', tainted, privateData } as const;
  return { kind: 'result', payload: { ...figures, type: 'tool', outcome: 'succeeded', ...said } };
}
