// Where a fork parts from the run that it continues: what befell that run as a whole stays behind, what it came to know and did goes along.
import type { z } from 'zod';
import type { forkedFact } from '@/lib/domain/fork';
import type { JsonObject } from '@/lib/domain/json';
import type { RunState } from '@/lib/domain/run-state';
import { toolStepAt, withStep } from './step-access';

/** Steps are counted on, since they are numbered on; tokens and money begin anew, because they are the fork's own. Nobody owns it, and nothing holds it up. */
export function foldForked(state: RunState, { deadlineAt, edited }: z.infer<typeof forkedFact>): RunState {
  const changed = edited === undefined ? state : withArguments(state, edited.step, edited.arguments);
  return {
    ...changed,
    fence: 0,
    inputSeq: 0,
    deadlineAt,
    givenDeadlineAt: null,
    humanWaitSince: null,
    usage: { ...state.usage, tokens: 0, costMicroUsd: 0 },
    countedInput: null,
    deferredModel: null,
    summary: null,
    paused: null,
    cancelled: null,
    bound: null,
    recordingTaken: [],
  };
}

/** The model reads the call as it was changed: it would not know what it is answered about. */
function withArguments(state: RunState, number: number, args: JsonObject): RunState {
  const step = toolStepAt(state, number);
  const context = state.context.map((message) =>
    message.role === 'assistant' && message.calls.some(({ callId }) => callId === step.callId)
      ? {
          ...message,
          calls: message.calls.map((call) =>
            call.callId === step.callId ? { ...call, arguments: args } : call,
          ),
        }
      : message,
  );
  return withStep({ ...state, context }, step, { arguments: args });
}

/** What was given again from the recording is not given a second time. */
export function takenFromRecording(
  state: RunState,
  { recordedStep }: { readonly recordedStep?: number | undefined },
): RunState {
  if (recordedStep === undefined) return state;
  return { ...state, recordingTaken: [...state.recordingTaken, recordedStep] };
}
