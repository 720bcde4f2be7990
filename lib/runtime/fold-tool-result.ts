// How an attempt of a tool call ended: settled, to be repeated, to be looked up, or for a person to settle.
import type { ToolResult } from '@/lib/domain/journal-payload';
import type { RunState, ToolStepState } from '@/lib/domain/run-state';
import { chargedBy, withUsage } from './fold-charge';
import { takenFromRecording } from './fold-fork';
import { settlesAt } from './fold-run';
import { waitingSince, waitsForOutside } from './human-wait';
import { failedCallContent } from './model-prompt';
import { closeAttempt, toolStepAt, withStep } from './step-access';
import { answerCall } from './tool-answer';

type Failure = Extract<ToolResult, { outcome: 'error' }>;

export function foldToolResult(before: RunState, result: ToolResult, at: string): RunState {
  const attempted = toolStepAt(before, result.step);
  const costMicroUsd = result.spent?.microUsd ?? 0;
  const state = withStep(
    withUsage(takenFromRecording(before, result), { usage: null, costMicroUsd }),
    attempted,
    chargedBy(attempted, result),
  );
  const step = toolStepAt(state, result.step);
  switch (result.outcome) {
    case 'succeeded':
      return foldSuccess(state, step, result, at);
    case 'not_found':
      return withStep(state, step, {
        status: 'retrying',
        next: result.next,
        retryAt: result.retryAt,
        attempts: closeAttempt(step.attempts, result.attempt, at, 'not_found'),
        // The receiver has said that it did not happen; whether it still may is another question.
        ruledOutAttempts: result.next === 'send' ? result.attempt : step.ruledOutAttempts,
      });
    case 'error':
      return foldFailure(state, step, result, at);
  }
}

function foldSuccess(
  state: RunState,
  step: ToolStepState,
  result: Extract<ToolResult, { outcome: 'succeeded' }>,
  at: string,
): RunState {
  const { usage } = state;
  // A result that was there already cost nobody a call.
  const isSpared = result.source === 'ledger' || (result.source === 'reuse' && step.attempts.length === 1);
  const calls = isSpared ? usage.toolCalls - 1 : usage.toolCalls;
  const done = withStep(state, step, {
    status: 'succeeded',
    result: result.value,
    resultSource: result.source,
    takenFrom: result.takenFrom ?? null,
    tainted: result.tainted,
    screening: result.untrusted ?? null,
    doubt: false,
    error: null,
    retryAt: null,
    deferred: null,
    finishedAt: at,
    attempts: closeAttempt(step.attempts, result.attempt, at, 'succeeded'),
  });
  const counted: RunState = { ...done, usage: { ...usage, toolCalls: calls } };
  return answerCall(withoutQuestion(counted, step), step, result.value, false, result);
}

/** Evidence settled what a person was asked: nobody is waited for on its account any more. */
function withoutQuestion(state: RunState, before: ToolStepState): RunState {
  if (before.status !== 'unknown' || waitsForOutside(state)) return state;
  return { ...state, humanWaitSince: null };
}

function foldFailure(state: RunState, step: ToolStepState, result: Failure, at: string): RunState {
  const change = {
    error: result.error,
    attempts: closeAttempt(step.attempts, result.attempt, at, 'error', result.error),
    ...doubtAfter(step, result, at),
  };
  switch (result.next) {
    case 'retry':
    case 'look_up':
      return withStep(state, step, {
        ...change,
        status: 'retrying',
        next: result.next === 'retry' ? 'send' : 'look_up',
        retryAt: result.retryAt,
      });
    case 'ask': {
      const asked = withStep(state, step, {
        ...change,
        status: 'unknown',
        approval: result.approval,
        verdict: null,
      });
      return waitingSince(asked, at);
    }
    case 'final': {
      const { tainted = false, privateData = false, untrusted } = result;
      const labels = { tainted, privateData, untrusted };
      const failed = withStep(state, step, {
        ...change,
        status: 'failed',
        retryAt: null,
        deferred: null,
        finishedAt: at,
        tainted,
        screening: untrusted ?? null,
      });
      return answerCall(withoutQuestion(failed, step), step, failedCallContent(result.error), true, labels);
    }
  }
}

/**
 * Doubt comes with an attempt that may have happened and goes when the receiver was asked. A reconcilable call in doubt is looked up once
 * more right before it is sent, so one that is to be sent again is beyond doubt.
 */
export function doubtAfter(
  step: ToolStepState,
  result: Failure,
  at: string,
): { doubt: boolean; settlesAt: string | null } {
  if (result.source === 'late_answer') return { doubt: false, settlesAt: null };
  const { doubt } = step;
  const standing = { doubt, settlesAt: step.settlesAt };
  // Asked again: nothing has been sent since the first question.
  if (step.status === 'unknown' && result.next === 'ask') return standing;
  if (result.error.class === 'refused' || step.call === null || step.call.effect === 'read') return standing;
  const sent = step.attempts.find((one) => one.attempt === result.attempt)?.mode === 'send';
  if (sent && result.error.class === 'unknown') {
    return { doubt: true, settlesAt: settlesAt(at, step.call.timeoutMs) };
  }
  const asked = result.error.class !== 'unknown' && (result.next === 'retry' || result.next === 'final');
  if (step.call.effect === 'reconcilable' && asked) {
    return { doubt: false, settlesAt: null };
  }
  return standing;
}
