// What becomes of a call in a dry run: admitted by the same rules, then answered from the recording or not at all. A write is written down as what it would have done. Sends nothing, asks nobody, waits for nothing.
import type { Admission } from '@/lib/domain/admission';
import type { ForkedFrom } from '@/lib/domain/fork';
import type { JournalEntry, ToolResult } from '@/lib/domain/journal-payload';
import type { PlannedCall } from '@/lib/domain/planned-call';
import { admitCall, type DispatchCase } from './admit-call';
import type { Recording } from './recording';

export const UNAVAILABLE_IN_DRY_RUN = 'unavailable_in_dry_run';

/** What the model is told of a call that was not made: it goes on as if it had gone well. */
export const WOULD_HAVE_DONE = {
  dry_run: true,
  note: 'Nothing was sent: this is a dry run. Go on as if it had succeeded.',
} as const;

/** The rows of one proposed call, all in one commit: there is nothing in between that could be lost. */
export async function dryCall(
  facts: DispatchCase,
  recordingOf: (fork: ForkedFrom) => Promise<Recording>,
): Promise<JournalEntry[]> {
  const { state, step } = facts;
  if (state.fork === null) throw new Error(`run ${state.runId} is dry and was forked from nothing`);
  const entry = await admitCall({ ...facts, look: async () => null });
  if (entry.kind === 'put_off') throw new Error('nothing holds up a call that is not made');
  const admitted = admittedIn(entry);
  if (admitted === null) return [entry];
  const attempt = step.attempts.length + 1;
  const found = (await recordingOf(state.fork)).resultOf(admitted.call, state.recordingTaken);
  const isWrite = admitted.call.effect !== 'read' && admitted.call.wait === undefined;
  const figures = { type: 'tool', step: step.step, attempt, latencyMs: 0 } as const;
  const result: ToolResult = isWrite
    ? {
        ...figures,
        outcome: 'succeeded',
        value: WOULD_HAVE_DONE,
        source: 'would_have_done',
        tainted: false,
        privateData: false,
      }
    : found === null
      ? { ...figures, ...unavailable(admitted.call) }
      : {
          ...figures,
          recordedStep: found.step,
          ...(found.error === null
            ? {
                outcome: 'succeeded',
                value: found.value,
                source: 'recording',
                tainted: found.tainted,
                privateData: found.privateData,
              }
            : {
                outcome: 'error',
                error: found.error,
                next: 'final',
                retryAt: null,
                approval: null,
                ...(found.tainted ? { tainted: true } : {}),
                ...(found.privateData ? { privateData: true } : {}),
              }),
        };
  const intent = { type: 'tool', step: step.step, attempt, mode: 'send', ...admitted } as const;
  return [
    { kind: 'intent', payload: intent },
    { kind: 'result', payload: result },
  ];
}

/** Whether it would have been sent at once, or after people had said so; null where it is denied, or can't be made at all. */
function admittedIn(
  entry: JournalEntry,
): { readonly call: PlannedCall; readonly admission: Admission } | null {
  const { kind, payload } = entry;
  if (kind === 'intent' && payload.type !== 'model') {
    const { call, admission } = payload;
    if (call === undefined || admission === undefined) throw new Error('an admitted call has its admission');
    return { call, admission };
  }
  if (kind === 'fact' && payload.type === 'admission' && payload.approval !== null)
    return { call: payload.call, admission: payload.admission };
  return null;
}

function unavailable({ tool }: PlannedCall) {
  const message = `${tool} was not called like this in the run that is forked, and a dry run calls nothing.`;
  const error = { code: UNAVAILABLE_IN_DRY_RUN, message, class: 'fatal' } as const;
  return { outcome: 'error', error, next: 'final', retryAt: null, approval: null } as const;
}
