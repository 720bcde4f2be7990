// Knows what a script is: a pure function from a conversation and the tools on offer to the next answer.
import type { JsonSchema } from './chat-request';
import type { Conversation } from './conversation';

export interface OfferedTool {
  wireName: string;
  /** Dotted, as the agent's configuration writes it. */
  name: string;
  parameters: JsonSchema;
}

export interface Turn {
  conversation: Conversation;
  tools: readonly OfferedTool[];
  seed: string;
  /** The schema that a textual answer must fit, where the caller asks for one. */
  responseSchema: JsonSchema | null;
}

export interface ScriptedCall {
  wireName: string;
  argumentsJson: string;
}

export interface Answer {
  text: string | null;
  calls: ScriptedCall[];
}

export type Script = (turn: Turn) => Answer;
