import { expect, it } from 'vitest';
import { pricesIn } from './prices-dialog';

const entry = {
  model: 'large-2',
  from: '2026-01-01T00:00:00Z',
  prices: { inputMicroUsdPerMTok: 1, outputMicroUsdPerMTok: 2 },
};

it('takes a table, and a list alone, from JSON', () => {
  expect(pricesIn(JSON.stringify({ prices: [entry] }))).toEqual({ body: { prices: [entry] } });
  expect(pricesIn(JSON.stringify([entry]))).toEqual({ body: { prices: [entry] } });
});

it('says what is wrong, and where', () => {
  expect(pricesIn('{')).toHaveProperty('problem');
  expect(pricesIn(JSON.stringify([{ ...entry, prices: {} }]))).toMatchObject({
    problem: expect.stringContaining('prices.0.prices.inputMicroUsdPerMTok'),
  });
  expect(pricesIn(JSON.stringify([entry, entry]))).toMatchObject({
    problem: expect.stringContaining('prices.1.from'),
  });
});
