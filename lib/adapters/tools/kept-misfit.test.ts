import { describe, expect, it } from 'vitest';
import { keptMisfit, MAX_MISFIT_CHARS } from './kept-misfit';

describe('an answer that breaks its contract', () => {
  it('is kept as it came', () => {
    expect(keptMisfit({ id: 1 })).toEqual({ id: 1 });
  });

  it('is kept by the beginning of its JSON where it is long, never with half a character', () => {
    const kept = keptMisfit({ id: '😀'.repeat(20_000) });
    expect(kept).toMatch(/^\{"id":"😀/);
    expect(String(kept).isWellFormed()).toBe(true);
    expect(kept).toHaveLength(MAX_MISFIT_CHARS + 1);
  });
});
