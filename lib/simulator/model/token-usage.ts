// Knows what an answer costs in tokens: four bytes make one; refuses to guess at any tokenizer.

export const BYTES_PER_TOKEN = 4;

export interface Usage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  prompt_tokens_details: { cached_tokens: number; audio_tokens: number };
  completion_tokens_details: {
    reasoning_tokens: number;
    audio_tokens: number;
    accepted_prediction_tokens: number;
    rejected_prediction_tokens: number;
  };
}

export function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

export function tokensOfBytes(bytes: number): number {
  return Math.ceil(bytes / BYTES_PER_TOKEN);
}

const MIN_REASONING_TOKENS = 64;
const MAX_REASONING_TOKENS = 1_024;

/** What a reasoning model spends before it answers: more for a longer prompt, within bounds. */
export function reasoningTokensFor(promptTokens: number): number {
  return Math.min(MAX_REASONING_TOKENS, MIN_REASONING_TOKENS + Math.ceil(promptTokens / 8));
}

export interface TokenCounts {
  promptTokens: number;
  cachedTokens: number;
  /** Reasoning included. */
  completionTokens: number;
  reasoningTokens: number;
}

export function usageOf(counts: TokenCounts): Usage {
  return {
    prompt_tokens: counts.promptTokens,
    completion_tokens: counts.completionTokens,
    total_tokens: counts.promptTokens + counts.completionTokens,
    prompt_tokens_details: { cached_tokens: counts.cachedTokens, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: counts.reasoningTokens,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}
