// Puts what became of a call into the conversation.
import type { JsonValue } from '@/lib/domain/json';
import type { RunState, ToolStepState } from '@/lib/domain/run-state';

export function answerCall(
  state: RunState,
  { step, callId, tool, undo }: ToolStepState,
  content: JsonValue,
  isError: boolean,
): RunState {
  // No model asked for an undo.
  if (undo !== null) return state;
  return { ...state, context: [...state.context, { role: 'tool', step, callId, tool, content, isError }] };
}
