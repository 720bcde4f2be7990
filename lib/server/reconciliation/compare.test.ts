// Both sides meet by day and model, whatever each calls it; what one alone has is said.
import { describe, expect, it } from 'vitest';
import type { SpendRow } from '../../contract/spend';
import type { CatalogModel, StandingFigure } from '../../store/read/provider-figures';
import { compare, type Sides } from './compare';
import { matcherOf } from './match-models';

const CATALOG: CatalogModel[] = [
  { name: 'cheap', model: 'gpt-5-nano', active: true },
  { name: 'cheap-eu', model: 'gpt-5-nano', active: true },
  { name: 'strong', model: 'gpt-5-2025-08-07', active: true },
  { name: 'strong', model: 'gpt-4o-2024-08-06', active: false },
  { name: 'haiku', model: 'claude-haiku-4-5-20251001', active: true },
];
const matcher = matcherOf(CATALOG);

const spent = (day: string, model: string | null, costMicroUsd: number, tokens = 100): SpendRow => ({
  day,
  model,
  costMicroUsd,
  tokens,
  inputTokens: tokens - 10,
  outputTokens: 10,
  cachedInputTokens: 5,
  retriesMicroUsd: 0,
  failedMicroUsd: 0,
  setAsideMicroUsd: 0,
  fallbacksMicroUsd: 0,
  routedMicroUsd: 0,
  savedMicroUsd: 0,
  calls: 1,
  runs: 1,
});
const figure = (day: string, model: string, said: Partial<StandingFigure>): StandingFigure => ({
  provider: 'openai',
  day,
  model,
  costMicroUsd: null,
  inputTokens: null,
  outputTokens: null,
  cachedInputTokens: null,
  ...said,
});
const compared = (sides: Partial<Sides>) =>
  compare({ spent: [], estimated: [], figures: [], ...sides }, matcher);
const DAY = '2026-11-02';

describe('models', () => {
  it.each([
    ['gpt-5-nano', 'gpt-5-nano', ['cheap', 'cheap-eu']],
    ['gpt-5-nano-2025-08-07', 'gpt-5-nano', ['cheap', 'cheap-eu']],
    ['gpt-5', 'gpt-5-2025-08-07', ['strong']],
    ['gpt-4o-2024-08-06', 'gpt-5-2025-08-07', ['strong']],
    ['Claude Haiku 4.5', 'claude-haiku-4-5-20251001', ['haiku']],
    ['gpt-5-2025-12-01', 'gpt-5-2025-12-01', []],
    ['gpt-5-mini', 'gpt-5-mini', []],
    ['web_search', 'web_search', []],
  ])('%s is %s', (called, model, names) => {
    expect(matcher.ofProvider(called)).toEqual({ model, names });
  });

  it('are not guessed where two would do', () => {
    const two = matcherOf([
      { name: 'a', model: 'gpt-5-2025-08-07', active: true },
      { name: 'b', model: 'gpt-5-2025-12-01', active: true },
    ]);
    expect(two.ofProvider('gpt-5')).toEqual({ model: 'gpt-5', names: [] });
  });
});

describe('a comparison', () => {
  it('puts together what the catalog has twice and the files call differently', () => {
    const { rows, cost, tokens } = compared({
      spent: [spent(DAY, 'cheap', 600), spent(DAY, 'cheap-eu', 400)],
      estimated: [{ day: DAY, name: 'cheap-eu', costMicroUsd: 150 }],
      figures: [
        figure(DAY, 'gpt-5-nano', { costMicroUsd: 1_020 }),
        figure(DAY, 'gpt-5-nano-2025-08-07', { inputTokens: 180, outputTokens: 10, cachedInputTokens: 9 }),
      ],
    });
    expect(rows).toEqual([
      {
        day: DAY,
        model: 'gpt-5-nano',
        models: ['cheap', 'cheap-eu'],
        alsoCalled: ['gpt-5-nano-2025-08-07'],
        providers: ['openai'],
        side: 'both',
        bulkhead: {
          costMicroUsd: 1_000,
          estimatedMicroUsd: 150,
          tokens: 200,
          inputTokens: 180,
          outputTokens: 20,
          cachedInputTokens: 10,
          calls: 2,
        },
        provider: {
          costMicroUsd: 1_020,
          tokens: 190,
          inputTokens: 180,
          outputTokens: 10,
          cachedInputTokens: 9,
        },
        difference: { costMicroUsd: 20, costShare: 0.02, tokens: -10, tokensShare: -0.05 },
      },
    ]);
    const none = { onlyBulkhead: 0, onlyProvider: 0 };
    expect(cost).toEqual({ bulkhead: 1_000, provider: 1_020, difference: 20, share: 0.02, ...none });
    expect(tokens).toEqual({ bulkhead: 200, provider: 190, difference: -10, share: -0.05, ...none });
  });

  it('names what one side alone has, and adds it to the difference', () => {
    const { rows, cost, unknownModels } = compared({
      spent: [spent(DAY, 'strong', 500), spent(DAY, 'cheap', 100)],
      figures: [
        figure(DAY, 'gpt-5-nano', { costMicroUsd: 100 }),
        figure(DAY, 'web_search', { costMicroUsd: 40 }),
      ],
    });
    expect(rows.map(({ model, side }) => [model, side])).toEqual([
      ['gpt-5-2025-08-07', 'bulkhead'],
      ['gpt-5-nano', 'both'],
      ['web_search', 'provider'],
    ]);
    expect(rows[2]?.difference).toMatchObject({ costMicroUsd: 40, costShare: null });
    expect(cost).toMatchObject({ difference: -460, onlyBulkhead: 500, onlyProvider: 40 });
    expect(unknownModels).toEqual(['web_search']);
  });

  it('leaves out days of which no file tells, and says what was spent on them', () => {
    const { rows, cost, uncovered } = compared({
      spent: [spent(DAY, 'cheap', 100), spent('2026-11-01', 'cheap', 70), spent('2026-11-01', 'haiku', 5)],
      figures: [figure(DAY, 'gpt-5-nano', { costMicroUsd: 100 })],
    });
    expect(rows).toHaveLength(1);
    expect(cost).toMatchObject({ bulkhead: 100, difference: 0, share: 0 });
    expect(uncovered).toEqual({ days: ['2026-11-01'], costMicroUsd: 75 });
  });

  it('says nothing of cost where the files tell tokens alone', () => {
    const { rows, cost, tokens } = compared({
      spent: [spent(DAY, 'cheap', 100)],
      figures: [figure(DAY, 'gpt-5-nano', { inputTokens: 90, outputTokens: 10 })],
    });
    expect(rows[0]?.difference).toEqual({ costMicroUsd: null, costShare: null, tokens: 0, tokensShare: 0 });
    expect(rows[0]?.provider).toMatchObject({ costMicroUsd: null, cachedInputTokens: null });
    expect([cost, tokens?.provider]).toEqual([null, 100]);
  });

  it('leaves out what tools cost, and is empty without files', () => {
    const { rows, cost, tokens } = compared({ spent: [spent(DAY, null, 100)] });
    expect([rows, cost, tokens]).toEqual([[], null, null]);
  });

  it('orders days from the newest, and models by what they cost on either side', () => {
    const { rows } = compared({
      spent: [spent(DAY, 'cheap', 5)],
      figures: [
        figure('2026-11-01', 'a', { costMicroUsd: 999 }),
        figure(DAY, 'gpt-5-nano', { costMicroUsd: 5 }),
        figure(DAY, 'b', { costMicroUsd: 7 }),
      ],
    });
    expect(rows.map(({ day, model }) => [day, model])).toEqual([
      [DAY, 'b'],
      [DAY, 'gpt-5-nano'],
      ['2026-11-01', 'a'],
    ]);
  });
});
