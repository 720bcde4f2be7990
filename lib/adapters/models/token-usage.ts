// Token counts as the provider reports them; where it reports none, a bound from the sizes, because no count at all would read as free.
import type { LanguageModelUsage } from 'ai';
import { z } from 'zod';
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

const written = z.looseObject({
  prompt_tokens_details: z
    .looseObject({ cache_write_tokens: z.number().nullish(), cache_creation_tokens: z.number().nullish() })
    .nullish(),
  cache_creation_input_tokens: z.number().nullish(),
});

/** Gateways before providers that charge for it tell it under names of their own, which the SDK hands on as they are. */
function cacheWrites({ inputTokenDetails, raw }: LanguageModelUsage): number {
  const told = written.safeParse(raw).data;
  const details = told?.prompt_tokens_details;
  return count(
    inputTokenDetails.cacheWriteTokens ??
      details?.cache_write_tokens ??
      details?.cache_creation_tokens ??
      told?.cache_creation_input_tokens ??
      undefined,
  );
}

/**
 * Cached and written input are parts of input, reasoning is part of output. Where more was cached and written than input is told, the input was told
 * without them and they come on top of it.
 */
export function usageOf({ usage, request, response }: SizedUsage): CountedUsage {
  const cached = count(usage.inputTokenDetails.cacheReadTokens);
  const cacheWriteTokens = cacheWrites(usage);
  const told = count(usage.inputTokens);
  const isBeside = cached + cacheWriteTokens > told;
  const input = isBeside ? told + cached + cacheWriteTokens : told;
  const inputTokens = count(input);
  const outputTokens = count(usage.outputTokens);
  if (inputTokens + outputTokens === 0) {
    const bound = { inputTokens: boundOf(request.body), outputTokens: boundOf(response.body) };
    return { usage: { ...bound, cachedInputTokens: 0, reasoningTokens: 0 }, source: 'estimated' };
  }
  const isClamped = [usage.inputTokens, input, usage.outputTokens].some(isBeyond);
  return {
    usage: {
      inputTokens,
      outputTokens,
      cachedInputTokens: cached,
      ...(cacheWriteTokens === 0 ? {} : { cacheWriteTokens }),
      reasoningTokens: Math.min(outputTokens, count(usage.outputTokenDetails.reasoningTokens)),
    },
    source: isClamped ? 'clamped' : 'reported',
  };
}
