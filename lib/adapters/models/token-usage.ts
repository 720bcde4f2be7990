// Token counts as the provider reports them; where it reports none, a bound from the sizes, because no count at all would read as free.
import type { LanguageModelUsage } from 'ai';
import { MOST_TOKENS_PER_CALL, type TokenUsage } from '../../domain/money';

/** Common tokenisers yield three and a half to four and a half bytes a token; fewer here, so that the bound errs on the dear side. */
const BYTES_PER_TOKEN = 3;

/** What no call can have used is held at the most one may: as zero it would read as free. */
function count(value: number | undefined): number {
  return value !== undefined && value > 0 ? Math.min(Math.ceil(value), MOST_TOKENS_PER_CALL) : 0;
}

function isBeyond(value: number | undefined): boolean {
  return value !== undefined && value > MOST_TOKENS_PER_CALL;
}

function boundOf(body: unknown): number {
  const text = typeof body === 'string' ? body : (JSON.stringify(body) ?? '');
  return Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN);
}

export type SizedUsage = {
  readonly usage: LanguageModelUsage;
  readonly request: { readonly body?: unknown };
  readonly response: { readonly body?: unknown };
};

export type CountedUsage = {
  readonly usage: TokenUsage;
  /** `estimated`: none was reported and the figures are the bound. `clamped`: a figure was beyond belief and is held at the most one may. */
  readonly source: 'reported' | 'estimated' | 'clamped';
};

/** Cached input is part of input, reasoning is part of output. */
export function usageOf({ usage, request, response }: SizedUsage): CountedUsage {
  const inputTokens = count(usage.inputTokens);
  const outputTokens = count(usage.outputTokens);
  if (inputTokens + outputTokens === 0) {
    const bound = { inputTokens: boundOf(request.body), outputTokens: boundOf(response.body) };
    return { usage: { ...bound, cachedInputTokens: 0, reasoningTokens: 0 }, source: 'estimated' };
  }
  return {
    usage: {
      inputTokens,
      outputTokens,
      cachedInputTokens: Math.min(inputTokens, count(usage.inputTokenDetails.cacheReadTokens)),
      reasoningTokens: Math.min(outputTokens, count(usage.outputTokenDetails.reasoningTokens)),
    },
    source: isBeyond(usage.inputTokens) || isBeyond(usage.outputTokens) ? 'clamped' : 'reported',
  };
}
