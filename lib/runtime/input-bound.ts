// How many tokens a provider may count for what a model call sends, at most. Pure.

import type { ContextMessage } from '@/lib/domain/message';
import type { CountedInput, ModelHold } from '@/lib/domain/model-hold';
import type { OfferedTool } from '@/lib/ports/model-client';
import type { TokenCounter } from '@/lib/ports/token-counter';
import { boundOfMessage, boundOfTool, bytesOf } from './part-bound';

/** What frames the whole in a provider's template, the beginning of the answer included. */
const PER_REQUEST = 512;

/** `fixedBytes`: what does not grow with the conversation, the system prompt and the tools. */
export type InputBound = Omit<ModelHold, 'microUsd' | 'summaryMicroUsd'>;

type Sent = {
  readonly model: { readonly name: string; readonly version: number };
  readonly system: string;
  readonly tools: readonly OfferedTool[];
  readonly messages: readonly ContextMessage[];
};

/**
 * Counts each part in bytes, or in tokens and what may frame it where the provider's tokenizer is known and that is less. Where the provider counted the
 * beginning of the same conversation, under the same prompt and tools, its count stands for that part, so that only what came since is counted here.
 */
export function inputBound(
  sent: Sent,
  counted: CountedInput | null,
  tokens: TokenCounter | null,
): InputBound {
  const { system, tools } = sent;
  const fixedBytes = bytesOf(system) + tools.reduce((sum, tool) => sum + boundOfTool(tool, null), 0);
  const messages = sent.messages.length;
  const isKnown =
    counted !== null &&
    counted.model === sent.model.name &&
    counted.modelVersion === sent.model.version &&
    counted.fixedBytes === fixedBytes &&
    counted.messages <= messages;
  const since = sent.messages
    .slice(isKnown ? counted.messages : 0)
    .reduce((sum, message) => sum + boundOfMessage(message, tokens), 0);
  const fixed = () =>
    tokens === null
      ? fixedBytes
      : tokens.count(system) + tools.reduce((sum, tool) => sum + boundOfTool(tool, tokens), 0);
  const inputTokens = (isKnown ? counted.inputTokens : fixed()) + since + PER_REQUEST;
  const tokenizer = tokens === null ? {} : { tokenizer: tokens.tokenizer };
  return { inputTokens, fixedBytes, messages, ...tokenizer };
}
