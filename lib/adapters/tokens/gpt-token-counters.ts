// Counts tokens with the published vocabularies of OpenAI; loads one (some seventy megabytes) when a model that needs it is first called, and refuses to spend more than linear time on a text.
import { type Tokenizer, tokenizerOf } from '../../domain/tokenizer';
import type { Logger } from '../../ports/logger';
import type { TokenCounter, TokenCounters } from '../../ports/token-counter';

/** The library takes quadratic time for a piece that its vocabulary does not split further; longer ones count as bytes. */
const LONGEST_PIECE = 64;
/** What lies beyond counts as bytes, so that no text keeps the process for long. */
const LONGEST_TEXT = 128 * 1024;
/** Pieces whose tokens are remembered. */
const REMEMBERED = 20_000;
/** A cut beside a long piece may part what would have been one token. */
const PER_CUT = 2;

const PLAIN = { disallowedSpecial: new Set<string>() };
const MAY_BE_LONG = new RegExp(`\\S{${LONGEST_PIECE}}|\\s{${LONGEST_PIECE}}`, 'u');

type Vocabulary = {
  readonly countTokens: (text: string, options: typeof PLAIN) => number;
  readonly setMergeCacheSize: (size: number) => void;
};

export function createTokenCounters({ logger }: { readonly logger: Pick<Logger, 'warn'> }): TokenCounters {
  const known = new Map<Tokenizer, Promise<TokenCounter | null>>();
  const loaded = (tokenizer: Tokenizer) =>
    loadTokenCounter(tokenizer).catch((cause: unknown) => {
      logger.warn('a tokenizer can not be loaded; bytes are counted', { tokenizer, cause });
      return null;
    });
  return {
    of: async (definition) => {
      const tokenizer = tokenizerOf(definition);
      if (tokenizer === null) return null;
      const counter = known.get(tokenizer) ?? loaded(tokenizer);
      known.set(tokenizer, counter);
      return counter;
    },
  };
}

export async function loadTokenCounter(tokenizer: Tokenizer): Promise<TokenCounter> {
  const [vocabulary, pieces] = await Promise.all([vocabularyOf(tokenizer), piecesOf(tokenizer)]);
  vocabulary.setMergeCacheSize(REMEMBERED);
  const tokens = (text: string) => vocabulary.countTokens(text, PLAIN);
  const count = (text: string): number => {
    const known = text.slice(0, LONGEST_TEXT);
    const beyond = text.length > LONGEST_TEXT ? bytesOf(text.slice(LONGEST_TEXT)) + PER_CUT : 0;
    const counted = MAY_BE_LONG.test(known) ? countAroundLong(known, pieces, tokens) : tokens(known);
    return Math.min(counted + beyond, bytesOf(text));
  };
  return { tokenizer, count };
}

function countAroundLong(text: string, pieces: RegExp, tokens: (text: string) => number): number {
  let sum = 0;
  let from = 0;
  for (const match of text.matchAll(pieces)) {
    const [piece] = match;
    if (piece.length <= LONGEST_PIECE) continue;
    sum += tokens(text.slice(from, match.index)) + bytesOf(piece) + PER_CUT;
    from = match.index + piece.length;
  }
  return sum + tokens(text.slice(from));
}

function vocabularyOf(tokenizer: Tokenizer): Promise<Vocabulary> {
  return tokenizer === 'o200k_base'
    ? import('gpt-tokenizer/encoding/o200k_base')
    : import('gpt-tokenizer/encoding/cl100k_base');
}

/** How the vocabulary parts a text before it counts. */
async function piecesOf(tokenizer: Tokenizer): Promise<RegExp> {
  const { O200K_TOKEN_SPLIT_REGEX, CL100K_TOKEN_SPLIT_REGEX } = await import(
    'gpt-tokenizer/encodingParams/constants'
  );
  return tokenizer === 'o200k_base' ? O200K_TOKEN_SPLIT_REGEX : CL100K_TOKEN_SPLIT_REGEX;
}

const bytesOf = (text: string): number => Buffer.byteLength(text);
