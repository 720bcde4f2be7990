// Puts what became of a call into the conversation.
import type { JsonValue } from '@/lib/domain/json';
import type { RunState, ToolStepState } from '@/lib/domain/run-state';
import { withResult } from './loop-watch';

export function answerCall(
  state: RunState,
  { step, callId, tool, undo }: ToolStepState,
  content: JsonValue,
  isError: boolean,
): RunState {
  // No model asked for an undo.
  if (undo !== null) return state;
  const message = { role: 'tool', step, callId, tool, content, isError } as const;
  return { ...state, context: [...state.context, message], loop: withResult(state.loop, step, content) };
}
