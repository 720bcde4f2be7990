// One call to a tool, and the question whether an earlier one happened.
import type { AskingStep } from '../domain/egress';
import type { JsonObject, JsonValue } from '../domain/json';
import type { ToolVersion } from '../domain/tool';

export type ToolRequest = {
  readonly tool: ToolVersion;
  readonly arguments: JsonObject;
  /** Sent downstream as `Idempotency-Key` for every effect but a read. */
  readonly effectKey: string;
  /** For which step it is asked; a try has none. */
  readonly asker?: AskingStep | undefined;
  /** To be called right before the first byte leaves. What is aborted before never leaves, nor what this refuses by throwing: it is thrown on as it is. */
  readonly beforeSend?: (() => void) | undefined;
};

export interface ToolClient {
  /**
   * Sends the call once. The answer is checked against the output schema.
   * @throws CodedError. retryable: certainly nothing happened (connect refused, 429, 408, 502–504 before an effect). unknown: it was sent and
   * no readable answer came (timeout, reset, 5xx after sending), or the answer to anything but a read breaks the contract: it happened, and
   * what it yielded can't be read. fatal: other 4xx, a refused address, an answer to a read that breaks the contract.
   */
  call(request: ToolRequest, signal: AbortSignal): Promise<JsonValue>;
  /** Asks the receiver by key. null: it did not happen. @throws CodedError when the receiver can't say. */
  lookUp(request: ToolRequest, signal: AbortSignal): Promise<JsonValue | null>;
}
