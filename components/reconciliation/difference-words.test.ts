// Differences carry their sign, and what can't be said is a dash.
import { describe, expect, it } from 'vitest';
import type { ReconciliationRow } from '@/lib/contract/reconciliation';
import {
  countDifference,
  isDiffering,
  moneyDifference,
  shareDifference,
  sideWords,
} from './difference-words';

const row: ReconciliationRow = {
  day: '2026-11-19',
  model: 'gpt-5-mini',
  models: ['cheap'],
  alsoCalled: [],
  providers: ['openai'],
  side: 'both',
  bulkhead: null,
  provider: null,
  difference: { costMicroUsd: 0, costShare: 0, tokens: null, tokensShare: null },
};

describe('a difference', () => {
  it('is signed', () => {
    expect([120_000, -120_000, 0, null].map(moneyDifference)).toEqual(['+$0.12', '−$0.12', '$0.00', '–']);
    expect([1200, -1, 0, null].map(countDifference)).toEqual(['+1,200', '−1', '0', '–']);
    expect([0.02, -0.00001, 1.5, 0, null].map(shareDifference)).toEqual([
      '+2 %',
      '−0.1 %',
      '+150 %',
      '0 %',
      '–',
    ]);
  });

  it('says which side alone has a model', () => {
    expect(sideWords(row)).toBeNull();
    expect(sideWords({ ...row, alsoCalled: ['gpt-5-mini-2025-08-07'] })).toBe(
      'openai: gpt-5-mini-2025-08-07',
    );
    expect(sideWords({ ...row, side: 'bulkhead', providers: [] })).toBe('only in Bulkhead');
    expect(sideWords({ ...row, side: 'provider' })).toBe('only at openai');
    expect(sideWords({ ...row, side: 'provider', models: [] })).toBe('only at openai, not in the catalog');
  });

  it('is one where either figure differs, or a side is missing', () => {
    expect(isDiffering(row)).toBe(false);
    expect(isDiffering({ ...row, side: 'bulkhead' })).toBe(true);
    expect(isDiffering({ ...row, difference: { ...row.difference, tokens: -1 } })).toBe(true);
  });
});
