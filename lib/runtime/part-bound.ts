// How many tokens one message or one tool may count as, with what frames it. Pure but for its memory: messages never change, so each is counted once.
import type { ContextMessage } from '@/lib/domain/message';
import { wireToolName } from '@/lib/domain/names';
import type { Tokenizer } from '@/lib/domain/tokenizer';
import type { OfferedTool } from '@/lib/ports/model-client';
import type { TokenCounter } from '@/lib/ports/token-counter';

/** Providers put three or four tokens around a message and some ten around a call; a name takes part of it. */
const PER_MESSAGE = 16;
const PER_CALL = 24;
const PER_TOOL = 32;
/** A schema is sent as JSON and shown to the model in a notation of its provider's, shorter than JSON as far as it is known. */
const OF_STRUCTURE = 1.5;
/** Each line of a description may be made a comment of its own. */
const PER_LINE = 4;

/** By tokenizer: a run may change between models. */
const remembered = new WeakMap<ContextMessage, Map<Tokenizer | null, number>>();

/** @param tokens null: in bytes, none of which is more than a token of the tokenizers in use. */
export function boundOfMessage(message: ContextMessage, tokens: TokenCounter | null): number {
  const tokenizer = tokens?.tokenizer ?? null;
  const bounds = remembered.get(message) ?? new Map<Tokenizer | null, number>();
  const known = bounds.get(tokenizer);
  if (known !== undefined) return known;
  const inBytes = PER_MESSAGE + bytesOf(message);
  const bound = tokens === null ? inBytes : Math.min(inBytes, PER_MESSAGE + countOf(message, tokens));
  remembered.set(message, bounds.set(tokenizer, bound));
  return bound;
}

export function boundOfTool(tool: OfferedTool, tokens: TokenCounter | null): number {
  const inBytes = PER_TOOL + bytesOf(tool);
  return tokens === null ? inBytes : Math.min(inBytes, PER_TOOL + structure(tool, tokens));
}

/** Texts are sent as they are; what a call was asked with may be told in another notation. */
function countOf(message: ContextMessage, tokens: TokenCounter): number {
  switch (message.role) {
    case 'user':
      return tokens.count(message.text);
    case 'assistant':
      return message.calls.reduce(
        (sum, { callId, tool, arguments: args }) =>
          sum + PER_CALL + tokens.count(callId) + tokens.count(wireToolName(tool)) + structure(args, tokens),
        tokens.count(message.text ?? ''),
      );
    case 'tool': {
      const { callId, tool, content } = message;
      const text = typeof content === 'string' ? content : JSON.stringify(content);
      return PER_CALL + tokens.count(callId) + tokens.count(wireToolName(tool)) + tokens.count(text);
    }
  }
}

function structure(value: unknown, tokens: TokenCounter): number {
  const json = JSON.stringify(value);
  const lines = json.split('\\n').length - 1;
  return Math.ceil(tokens.count(json) * OF_STRUCTURE) + lines * PER_LINE;
}

/** As JSON, which is never shorter than what the provider's template makes of it. */
export function bytesOf(value: unknown): number {
  return encoder.encode(typeof value === 'string' ? value : JSON.stringify(value)).byteLength;
}

const encoder = new TextEncoder();
