// Stacks lose nothing: the parts come to the whole.
import { describe, expect, it } from 'vitest';
import type { SpendRow } from '@/lib/contract/spend';
import { stacksOf } from './spend-stacks';

const row = (over: Partial<SpendRow>): SpendRow => ({
  costMicroUsd: 0,
  tokens: 0,
  inputTokens: 0,
  outputTokens: 0,
  cachedInputTokens: 0,
  retriesMicroUsd: 0,
  failedMicroUsd: 0,
  setAsideMicroUsd: 0,
  fallbacksMicroUsd: 0,
  routedMicroUsd: 0,
  savedMicroUsd: 0,
  calls: 1,
  runs: 1,
  ...over,
});
const DAYS = ['2026-11-18T00:00:00.000Z', '2026-11-19T00:00:00.000Z'];
const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

describe('stacksOf', () => {
  it('puts the dearest first, fills empty slices, and leaves out what cost nothing', () => {
    const rows = [
      row({ day: '2026-11-19', agent: 'small', costMicroUsd: 3 }),
      row({ day: '2026-11-19', agent: 'big', costMicroUsd: 5 }),
      row({ day: '2026-11-19', agent: 'free' }),
    ];
    expect(stacksOf(rows, 'agent', DAYS)).toEqual({
      series: [
        { name: 'big', label: 'big', totalMicroUsd: 5 },
        { name: 'small', label: 'small', totalMicroUsd: 3 },
      ],
      slices: [
        { at: DAYS[0], parts: [0, 0], totalMicroUsd: 0 },
        { at: DAYS[1], parts: [5, 3], totalMicroUsd: 8 },
      ],
    });
  });

  it('adds up what is beyond six into one, so that the parts come to the whole', () => {
    const rows = DAYS.flatMap((at, d) =>
      Array.from({ length: 9 }, (_, i) =>
        row({
          day: at.slice(0, 10),
          tool: i === 0 ? null : `tool-${i}`,
          costMicroUsd: (i + 1) * (d + 1) * 7,
        }),
      ),
    );
    const { series, slices } = stacksOf(rows, 'tool', DAYS);
    expect(series.map(({ label }) => label)).toEqual([
      'tool-8',
      'tool-7',
      'tool-6',
      'tool-5',
      'tool-4',
      '4 others',
    ]);
    const whole = sum(rows.map(({ costMicroUsd }) => costMicroUsd));
    expect(sum(series.map(({ totalMicroUsd }) => totalMicroUsd))).toBe(whole);
    expect(sum(slices.map(({ totalMicroUsd }) => totalMicroUsd))).toBe(whole);
    for (const slice of slices) expect(sum(slice.parts)).toBe(slice.totalMicroUsd);
    for (const [i, { totalMicroUsd }] of series.entries())
      expect(sum(slices.map(({ parts }) => parts[i] ?? 0))).toBe(totalMicroUsd);
  });

  it('names what has no name, and knows hours', () => {
    const hour = '2026-11-19T14:00:00.000Z';
    const { series, slices } = stacksOf([row({ hour, tool: null, costMicroUsd: 2 })], 'tool', [hour]);
    expect(series).toEqual([{ name: null, label: 'no tool asked for', totalMicroUsd: 2 }]);
    expect(slices).toEqual([{ at: hour, parts: [2], totalMicroUsd: 2 }]);
  });

  it('shows a slice that has begun since the period was drawn', () => {
    const rows = [row({ day: '2026-11-20', agent: 'a', costMicroUsd: 1 })];
    expect(stacksOf(rows, 'agent', DAYS).slices.at(-1)).toEqual({
      at: '2026-11-20T00:00:00.000Z',
      parts: [1],
      totalMicroUsd: 1,
    });
  });
});
