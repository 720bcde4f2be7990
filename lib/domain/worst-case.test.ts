import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { costOf } from './money';
import { affordableOutput, worstCostOf } from './worst-case';

const price = fc.integer({ min: 0, max: 200_000_000 });
const prices = fc.record(
  {
    inputMicroUsdPerMTok: price,
    outputMicroUsdPerMTok: price,
    cachedInputMicroUsdPerMTok: price,
    cacheWriteMicroUsdPerMTok: price,
    reasoningMicroUsdPerMTok: price,
  },
  { requiredKeys: ['inputMicroUsdPerMTok', 'outputMicroUsdPerMTok'] },
);
const tokens = fc.integer({ min: 0, max: 2_000_000 });

describe('the worst case of a call', () => {
  it('is never below what a call within its bounds costs', () => {
    fc.assert(
      fc.property(
        prices,
        fc.array(tokens, { minLength: 5, maxLength: 5 }),
        (of, [inputTokens = 0, outputTokens = 0, cached = 0, written = 0, reasoning = 0]) => {
          const cachedInputTokens = Math.min(cached, inputTokens);
          const cacheWriteTokens = Math.min(written, inputTokens - cachedInputTokens);
          const reasoningTokens = Math.min(reasoning, outputTokens);
          const usage = {
            inputTokens,
            outputTokens,
            cachedInputTokens,
            cacheWriteTokens,
            reasoningTokens,
          };
          expect(worstCostOf({ inputTokens, outputTokens }, of)).toBeGreaterThanOrEqual(costOf(usage, of));
        },
      ),
    );
  });

  it('stays within the money for the longest answer that it affords, and exceeds it with one token more', () => {
    fc.assert(
      fc.property(
        prices,
        tokens,
        fc.integer({ min: 0, max: 10_000_000_000 }),
        (of, inputTokens, microUsd) => {
          const output = affordableOutput(microUsd, inputTokens, of);
          if (output < 0) expect(worstCostOf({ inputTokens, outputTokens: 0 }, of)).toBeGreaterThan(microUsd);
          else if (Number.isSafeInteger(output)) {
            expect(worstCostOf({ inputTokens, outputTokens: output }, of)).toBeLessThanOrEqual(microUsd);
            expect(worstCostOf({ inputTokens, outputTokens: output + 1 }, of)).toBeGreaterThan(microUsd);
          } else expect(output).toBeGreaterThan(Number.MAX_SAFE_INTEGER);
        },
      ),
    );
  });

  it('takes the dearest price on either side', () => {
    const dear = {
      inputMicroUsdPerMTok: 1_000_000,
      cachedInputMicroUsdPerMTok: 2_000_000,
      outputMicroUsdPerMTok: 3_000_000,
      reasoningMicroUsdPerMTok: 4_000_000,
    };
    expect(worstCostOf({ inputTokens: 10, outputTokens: 10 }, dear)).toBe(60);
    const writes = { ...dear, cacheWriteMicroUsdPerMTok: 5_000_000 };
    expect(worstCostOf({ inputTokens: 10, outputTokens: 10 }, writes)).toBe(90);
    expect(affordableOutput(90, 10, writes)).toBe(10);
  });
});
