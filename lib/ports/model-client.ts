// One call to a language model: one step, no retries of its own, nothing executed.
import type { AskingStep } from '../domain/egress';
import type { JsonSchemaDocument } from '../domain/json';
import type { ContextMessage } from '../domain/message';
import type { ModelVersion } from '../domain/model';
import type { TokenUsage } from '../domain/money';

export type OfferedTool = {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonSchemaDocument;
};

export type ModelRequest = {
  readonly model: ModelVersion;
  readonly system: string;
  readonly messages: readonly ContextMessage[];
  readonly tools: readonly OfferedTool[];
  readonly maxOutputTokens: number;
  /** For which step it is asked; a try has none. */
  readonly asker?: AskingStep | undefined;
  /** To be called right before the first byte leaves; what it throws keeps everything from leaving, and is thrown on as it is. */
  readonly beforeSend?: (() => void) | undefined;
};

/** A call as the provider gave it: `arguments` is parsed JSON, or the raw text when it was no JSON (`malformed`). */
export type AnsweredCall = {
  readonly callId: string;
  readonly tool: string;
  readonly arguments: unknown;
  readonly malformed: boolean;
};

export type ModelAnswer = {
  readonly text: string | null;
  readonly calls: readonly AnsweredCall[];
  readonly usage: TokenUsage;
  readonly reportedModel: string | null;
  readonly finishReason: 'stop' | 'tool-calls' | 'length' | 'content-filter' | 'other';
};

export interface ModelClient {
  /** @throws CodedError: retryable (connect, 408, 409, 429, 5xx, timeout, unreadable body) or fatal (other 4xx). */
  complete(request: ModelRequest, signal: AbortSignal): Promise<ModelAnswer>;
}
