// Counts tokens as the provider of a model does, where that is known.
import type { ModelDefinition } from '../domain/model';
import type { Tokenizer } from '../domain/tokenizer';

export type TokenCounter = {
  readonly tokenizer: Tokenizer;
  /** Never below what the provider counts for `text` by itself, and never above its bytes in UTF-8. Takes time in proportion to the text, whatever is in it. */
  readonly count: (text: string) => number;
};

export interface TokenCounters {
  /** null: unknown, or it can't be loaded; then bytes are counted. Never throws. */
  of(definition: ModelDefinition): Promise<TokenCounter | null>;
}

/** Knows no tokenizer. */
export const NO_TOKEN_COUNTERS: TokenCounters = { of: async () => null };
