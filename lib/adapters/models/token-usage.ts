// Token counts as the provider reports them; where it reports none, a bound from the sizes, because no count at all would read as free.
import type { LanguageModelUsage } from 'ai';
import type { TokenUsage } from '../../domain/money';

/** Common tokenisers yield three and a half to four and a half bytes a token; fewer here, so that the bound errs on the dear side. */
const BYTES_PER_TOKEN = 3;

function count(value: number | undefined): number {
  return value !== undefined && Number.isSafeInteger(value) && value > 0 ? value : 0;
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

/** `reported` is false where the figures are the bound. Cached input is part of input, reasoning is part of output. */
export function usageOf({ usage, request, response }: SizedUsage): { usage: TokenUsage; reported: boolean } {
  const inputTokens = count(usage.inputTokens);
  const outputTokens = count(usage.outputTokens);
  if (inputTokens + outputTokens === 0) {
    const bound = { inputTokens: boundOf(request.body), outputTokens: boundOf(response.body) };
    return { usage: { ...bound, cachedInputTokens: 0, reasoningTokens: 0 }, reported: false };
  }
  return {
    usage: {
      inputTokens,
      outputTokens,
      cachedInputTokens: Math.min(inputTokens, count(usage.inputTokenDetails.cacheReadTokens)),
      reasoningTokens: Math.min(outputTokens, count(usage.outputTokenDetails.reasoningTokens)),
    },
    reported: true,
  };
}
