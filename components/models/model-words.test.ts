// A model's prices and bounds in words are those that are counted with.
import { expect, it } from 'vitest';
import { modelDefinition } from '@/lib/domain/model';
import { modelWords } from './model-words';
import { shownPrice } from './shown-price';

const said = (model: object) => {
  const definition = modelDefinition.parse({
    provider: 'openai-compatible',
    baseUrl: 'https://models.example.com/v1',
    model: 'small-1',
    prices: { inputMicroUsdPerMTok: 150_000, outputMicroUsdPerMTok: 600_000 },
    maxOutputTokens: 1_000,
    ...model,
  });
  const words = modelWords(definition, shownPrice(definition, { prices: [] }, 0));
  return Object.fromEntries(words.map(({ name, value }) => [name, value]));
};

it('says prices, the key and what one answer can cost', () => {
  const words = said({ apiKeySecret: 'MODEL_KEY' });
  expect(words['Input costs']).toBe('$0.15 per million tokens');
  expect(words.Key).toContain('MODEL_KEY');
  // 1 000 tokens at 0.60 USD a million
  expect(words['Longest answer']).toContain('$0.0006 at most');
  expect(words).not.toHaveProperty('Cached input');
});

it('says what is free and what costs apart', () => {
  const prices = {
    inputMicroUsdPerMTok: 0,
    outputMicroUsdPerMTok: 0,
    cachedInputMicroUsdPerMTok: 75_000,
    reasoningMicroUsdPerMTok: 1_000_000,
  };
  const words = said({ prices });
  expect(words['Input costs']).toBe('free');
  expect(words['Cached input']).toBe('$0.075 per million tokens');
  expect(words.Reasoning).toBe('$1.00 per million tokens');
  expect(words['Longest answer']).toContain('$0.001 at most');
  expect(words.Key).toBe('None is sent.');
});

it('says that nobody knows a price', () => {
  const words = said({ prices: undefined });
  expect(words.Prices).toContain('Unknown');
  expect(words).not.toHaveProperty('Input costs');
  expect(words['Longest answer']).toBe('1,000 tokens. Less where a run has less left.');
});
