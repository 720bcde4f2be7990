// A tool call up to the moment it is sent: admitted, waiting for a person or denied, and each attempt as it opens.
import type { z } from 'zod';
import type { admissionFact, toolIntent } from '@/lib/domain/journal-payload';
import { isJsonObject } from '@/lib/domain/json';
import type { RunState } from '@/lib/domain/run-state';
import { waitingSince } from './human-wait';
import { deniedCallContent } from './model-prompt';
import { openedAttempt, toolStepAt, withStep } from './step-access';
import { answerCall } from './tool-answer';

export function foldToolIntent(state: RunState, intent: z.infer<typeof toolIntent>, at: string): RunState {
  const step = toolStepAt(state, intent.step);
  const call = intent.call ?? step.call;
  const first = step.attempts.length === 0;
  const { usage } = state;
  const counted = first ? { ...state, usage: { ...usage, toolCalls: usage.toolCalls + 1 } } : state;
  return withStep(counted, step, {
    status: 'running',
    call,
    arguments: isJsonObject(call?.arguments) ? call.arguments : step.arguments,
    admission: intent.admission ?? step.admission,
    approvedHash: intent.approvedHash ?? step.approvedHash,
    attempts: [...step.attempts, openedAttempt(intent.attempt, intent.mode, at)],
    held: intent.held === undefined ? null : { ...intent.held, attempt: intent.attempt },
    retryAt: null,
    deferred: null,
    next: null,
  });
}

export function foldAdmission(state: RunState, fact: z.infer<typeof admissionFact>, at: string): RunState {
  const step = toolStepAt(state, fact.step);
  const change = {
    // Only what certainly did not happen is admitted anew.
    doubt: false,
    settlesAt: null,
    call: fact.call,
    admission: fact.admission,
    approvedHash: null,
    retryAt: null,
    deferred: null,
    next: null,
  };
  if (fact.approval === null) {
    const denied = withStep(state, step, { ...change, status: 'denied', finishedAt: at });
    return answerCall(denied, step, deniedCallContent(fact.admission.reasons), true);
  }
  const { usage } = state;
  // A question is made by being asked; a call that is held is counted when it is sent.
  const isMade = fact.approval.kind === 'question';
  const counted = isMade ? { ...state, usage: { ...usage, toolCalls: usage.toolCalls + 1 } } : state;
  const asked = withStep(counted, step, {
    ...change,
    status: 'awaiting_approval',
    approval: fact.approval,
    verdict: null,
  });
  return waitingSince(asked, at);
}
