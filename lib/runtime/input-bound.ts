// How many tokens a provider may count for what a model call sends, at most. Pure.
import type { ContextMessage } from '@/lib/domain/message';
import type { CountedInput } from '@/lib/domain/model-hold';
import type { OfferedTool } from '@/lib/ports/model-client';

/** What frames a message, a tool and the whole in a provider's template. */
const PER_MESSAGE = 16;
const PER_TOOL = 32;
const PER_REQUEST = 512;

export type InputBound = {
  readonly inputTokens: number;
  /** What does not grow with the conversation: the system prompt and the tools, in bytes. */
  readonly fixedBytes: number;
  /** How many messages are sent. */
  readonly messages: number;
};

type Sent = {
  readonly model: { readonly name: string; readonly version: number };
  readonly system: string;
  readonly tools: readonly OfferedTool[];
  readonly messages: readonly ContextMessage[];
};

/**
 * Counts bytes: no token of the tokenizers in use is shorter than a byte of UTF-8. Where the provider counted the beginning of the same conversation, under
 * the same prompt and tools, its count stands for that part, so that only what came since is counted in bytes.
 */
export function inputBound(sent: Sent, counted: CountedInput | null): InputBound {
  const fixedBytes =
    bytesOf(sent.system) + sent.tools.reduce((sum, tool) => sum + PER_TOOL + bytesOf(tool), 0);
  const messages = sent.messages.length;
  const isKnown =
    counted !== null &&
    counted.model === sent.model.name &&
    counted.modelVersion === sent.model.version &&
    counted.fixedBytes === fixedBytes &&
    counted.messages <= messages;
  const since = sent.messages
    .slice(isKnown ? counted.messages : 0)
    .reduce((sum, message) => sum + PER_MESSAGE + bytesOf(message), 0);
  const inputTokens = (isKnown ? counted.inputTokens : fixedBytes) + since + PER_REQUEST;
  return { inputTokens, fixedBytes, messages };
}

/** As JSON, which is never shorter than what the provider's template makes of it. */
function bytesOf(value: unknown): number {
  return utf8Length(typeof value === 'string' ? value : JSON.stringify(value));
}

const encoder = new TextEncoder();
const utf8Length = (text: string): number => encoder.encode(text).byteLength;
