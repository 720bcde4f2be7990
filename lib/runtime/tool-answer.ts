// Puts what became of a call into the conversation, with what is known of who wrote it.
import type { JsonValue } from '@/lib/domain/json';
import type { ContextMessage } from '@/lib/domain/message';
import type { Actor } from '@/lib/domain/principal';
import type { RunState, ToolStepState } from '@/lib/domain/run-state';
import type { Screening } from '@/lib/domain/screening';
import { withResult } from './loop-watch';

export type Labels = {
  readonly tainted: boolean;
  readonly privateData: boolean;
  /** What was found in a tainted content. */
  readonly untrusted?: Screening | undefined;
};

/** Words of people who sign in, and of the runtime itself. */
const OURS: Labels = { tainted: false, privateData: false };

/** Of what a person says that the receiver answered: as the tool declares it. */
export function answerLabels({ call }: Pick<ToolStepState, 'call'>, answer: JsonValue | null): Labels {
  return (answer !== null && call?.answers) || OURS;
}

/** Of what answers a question: a person's own word; what a key relays may be anybody's. */
export function wordLabels(
  step: Pick<ToolStepState, 'call'>,
  { by, answer }: { readonly by: Actor; readonly answer: JsonValue | null },
): Labels {
  const declared = answerLabels(step, answer);
  return by.kind === 'user' ? declared : { ...declared, tainted: true };
}

/** @param labels of the content; the context has them from then on. */
export function answerCall(
  before: RunState,
  { step, callId, tool, undo }: ToolStepState,
  content: JsonValue,
  isError: boolean,
  { tainted, privateData, untrusted }: Labels = OURS,
): RunState {
  const state: RunState = {
    ...before,
    tainted: before.tainted || tainted,
    privateDataSeen: before.privateDataSeen || privateData,
  };
  // No model asked for an undo.
  if (undo !== null) return state;
  const message: ContextMessage = {
    ...({ role: 'tool', step, callId, tool, content, isError } as const),
    ...(tainted ? { tainted } : {}),
    ...(privateData ? { privateData } : {}),
    ...(untrusted?.suspicions.length ? { suspicions: untrusted.suspicions } : {}),
  };
  return { ...state, context: [...state.context, message], loop: withResult(state.loop, step, content) };
}
