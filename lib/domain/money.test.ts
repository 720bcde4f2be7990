// What a call costs: rounded up once, exact beyond the doubles, and held where sums stay safe.
import { describe, expect, it } from 'vitest';
import { costOf, MOST_MICRO_USD_PER_CALL, MOST_TOKENS_PER_CALL, savedByCache, tokenUsage } from './money';

const NOTHING = { inputTokens: 0, outputTokens: 0, cachedInputTokens: 0, reasoningTokens: 0 };

describe('costOf', () => {
  it('rounds up once, over all parts', () => {
    const prices = { inputMicroUsdPerMTok: 250_000, outputMicroUsdPerMTok: 250_000 };
    expect(costOf({ ...NOTHING, inputTokens: 1, outputTokens: 1 }, prices)).toBe(1);
    expect(costOf({ ...NOTHING, inputTokens: 4, outputTokens: 1 }, prices)).toBe(2);
    expect(costOf(NOTHING, prices)).toBe(0);
  });

  it('prices cached input and reasoning apart where they have a price', () => {
    const prices = {
      inputMicroUsdPerMTok: 4_000_000,
      outputMicroUsdPerMTok: 8_000_000,
      cachedInputMicroUsdPerMTok: 1_000_000,
      reasoningMicroUsdPerMTok: 2_000_000,
    };
    const usage = { inputTokens: 10, cachedInputTokens: 5, outputTokens: 10, reasoningTokens: 5 };
    expect(costOf(usage, prices)).toBe(5 * 4 + 5 + 5 * 8 + 5 * 2);
  });

  it('prices what is written to the cache apart, as input where it has no price', () => {
    const prices = {
      inputMicroUsdPerMTok: 4_000_000,
      outputMicroUsdPerMTok: 0,
      cachedInputMicroUsdPerMTok: 400_000,
    };
    const usage = { ...NOTHING, inputTokens: 100, cachedInputTokens: 50, cacheWriteTokens: 30 };
    expect(costOf(usage, { ...prices, cacheWriteMicroUsdPerMTok: 5_000_000 })).toBe(20 * 4 + 20 + 30 * 5);
    expect(costOf(usage, prices)).toBe(50 * 4 + 20);
    const more = { ...usage, cacheWriteTokens: 90 };
    expect(costOf(more, { ...prices, cacheWriteMicroUsdPerMTok: 5_000_000 })).toBe(20 + 50 * 5);
  });

  it('loses nothing where the product leaves the safe integers', () => {
    const prices = { inputMicroUsdPerMTok: 999_999_999, outputMicroUsdPerMTok: 0 };
    expect(costOf({ ...NOTHING, inputTokens: 999_999_999 }, prices)).toBe(999_999_998_001);
  });

  it('is held where sums over many calls stay safe', () => {
    const dearest = Number.MAX_SAFE_INTEGER;
    const prices = { inputMicroUsdPerMTok: dearest, outputMicroUsdPerMTok: dearest };
    const usage = { ...NOTHING, inputTokens: MOST_TOKENS_PER_CALL, outputTokens: MOST_TOKENS_PER_CALL };
    expect(costOf(usage, prices)).toBe(MOST_MICRO_USD_PER_CALL);
    expect(Number.isSafeInteger(MOST_MICRO_USD_PER_CALL * 9_000)).toBe(true);
  });
});

describe('savedByCache', () => {
  const prices = {
    inputMicroUsdPerMTok: 4_000_000,
    outputMicroUsdPerMTok: 9_000_000,
    cachedInputMicroUsdPerMTok: 400_000,
    cacheWriteMicroUsdPerMTok: 5_000_000,
  };

  it('is what reads spared, less what writes cost more', () => {
    const usage = {
      ...NOTHING,
      inputTokens: 100,
      outputTokens: 7,
      cachedInputTokens: 50,
      cacheWriteTokens: 30,
    };
    expect(savedByCache(usage, prices)).toBe(50 * 4 - 20 - 30);
  });

  it('is a loss where the cache is written and not read, and nothing without one', () => {
    expect(savedByCache({ ...NOTHING, inputTokens: 100, cacheWriteTokens: 100 }, prices)).toBe(-100);
    expect(savedByCache({ ...NOTHING, inputTokens: 100, outputTokens: 9 }, prices)).toBe(0);
  });
});

describe('tokenUsage', () => {
  it('refuses more than a call can use', () => {
    const beyond = { ...NOTHING, inputTokens: MOST_TOKENS_PER_CALL + 1 };
    expect(tokenUsage.safeParse(beyond).success).toBe(false);
    expect(tokenUsage.safeParse({ ...beyond, inputTokens: MOST_TOKENS_PER_CALL }).success).toBe(true);
  });
});
