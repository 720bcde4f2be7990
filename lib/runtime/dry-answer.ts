// The model's next answer in a dry run that asks no model: the one of the recording, with the fork's own numbers.
import type { JournalEntry } from '@/lib/domain/journal-payload';
import type { RunError } from '@/lib/domain/run';
import type { RunState } from '@/lib/domain/run-state';
import type { Recording } from './recording';

export const asksNoModel = ({ fork }: Pick<RunState, 'fork'>): boolean =>
  fork?.mode === 'dry' && fork.modelCalls === 'recorded';

/** Costs nothing: it was paid for when it was recorded. `error`: the recording has no further answer, and the run ends with that. */
export function dryAnswer(
  step: number,
  state: RunState,
  recording: Recording,
): { readonly entries: readonly JournalEntry[] } | { readonly error: RunError } {
  const found = recording.nextAnswer(state.recordingTaken);
  if (found === null) {
    const message =
      'The run that is forked asked its model no further question. With live model calls the fork goes on.';
    return { error: { code: 'recording_ended', message } };
  }
  const { intent, result } = found;
  const { model, modelVersion, maxOutputTokens } = intent;
  const figures = {
    type: 'model',
    step,
    attempt: 1,
    usage: null,
    costMicroUsd: 0,
    reportedModel: result.reportedModel,
    latencyMs: 0,
    recordedStep: found.step,
    text: result.text,
  } as const;
  const asked = { type: 'model', step, attempt: 1, model, modelVersion, maxOutputTokens } as const;
  const payload =
    result.outcome === 'finish'
      ? ({
          ...figures,
          outcome: 'finish',
          finishStep: step + 1,
          output: result.output,
          decision: result.decision,
        } as const)
      : ({
          ...figures,
          outcome: 'calls',
          calls: result.calls.map((call, i) => ({ ...call, step: step + 1 + i })),
        } as const);
  return {
    entries: [
      { kind: 'intent', payload: asked },
      { kind: 'result', payload },
    ],
  };
}
