// A call that waits for an event from outside: it parks without an attempt, and the event or its time settles it.
import type { z } from 'zod';
import type { signalInput } from '@/lib/domain/journal-input';
import { isJsonObject, type JsonValue } from '@/lib/domain/json';
import type { RunState, ToolStepState } from '@/lib/domain/run-state';
import type { waitIntent } from '@/lib/domain/wait-intent';
import { waitingSince } from './human-wait';
import { findStep, isToolStep, toolStepAt, withStep } from './step-access';
import { answerCall } from './tool-answer';

export function foldWaitIntent(state: RunState, intent: z.infer<typeof waitIntent>, at: string): RunState {
  const step = toolStepAt(state, intent.step);
  const { call, admission, waitId, correlationKey, until, tainted, privateData } = intent;
  const { usage } = state;
  const waiting = withStep(state, step, {
    status: 'waiting',
    call,
    admission,
    arguments: isJsonObject(call.arguments) ? call.arguments : step.arguments,
    approvedHash: intent.approvedHash ?? step.approvedHash,
    wait: { id: waitId, correlationKey, since: at, until, tainted, privateData, event: null },
    retryAt: null,
    deferred: null,
    next: null,
  });
  return waitingSince({ ...waiting, usage: { ...usage, toolCalls: usage.toolCalls + 1 } }, at);
}

/** What ends another wait than the open one changes nothing. */
export function foldSignal(state: RunState, input: z.infer<typeof signalInput>, at: string): RunState {
  const step = findStep(state, input.step);
  if (step === undefined || !isToolStep(step) || step.status !== 'waiting') return state;
  const { wait } = step;
  if (wait === null || wait.id !== input.waitId) return state;
  const { event } = input;
  const value = event === null ? nothingCame(wait) : { event: event.payload, receivedAt: event.receivedAt };
  const labels = {
    tainted: event !== null && wait.tainted,
    privateData: event !== null && wait.privateData,
    untrusted: input.untrusted,
  };
  const settled = withStep(state, step, {
    status: 'succeeded',
    result: value,
    resultSource: 'event',
    tainted: labels.tainted,
    screening: input.untrusted ?? null,
    wait: {
      ...wait,
      event: event === null ? null : { id: event.id, by: input.by, receivedAt: event.receivedAt },
    },
    finishedAt: at,
  });
  return answerCall(settled, step, value, false, labels);
}

function nothingCame({ correlationKey, until }: NonNullable<ToolStepState['wait']>): JsonValue {
  return { event: null, message: `No event came on ${correlationKey} until ${until}.` };
}
