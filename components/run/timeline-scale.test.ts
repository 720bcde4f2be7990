// Long waits take a fixed share, work keeps its proportion, and every instant has one place.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timelineScale, timelineTicks, unionOf } from './timeline-scale';

const span = (startMs: number, endMs: number) => ({ startMs, endMs });

describe('unionOf', () => {
  it('merges what overlaps or touches, in any order', () => {
    expect(unionOf([span(5, 9), span(0, 2), span(2, 4), span(8, 12)])).toEqual([span(0, 4), span(5, 12)]);
  });
});

describe('timelineScale', () => {
  it('is linear without long waits', () => {
    const scale = timelineScale(span(0, 10_000), [span(0, 2_000), span(6_000, 10_000)]);
    expect(scale.stretches).toHaveLength(1);
    expect(scale.at(2_500)).toBeCloseTo(0.25);
  });

  it('folds a wait of minutes into an eighth of the width', () => {
    const scale = timelineScale(span(0, 254_000), [span(0, 3_000), span(253_000, 254_000)]);
    expect(scale.stretches.map((part) => part.fold)).toEqual([false, true, false]);
    expect(scale.at(3_000)).toBeCloseTo(0.875 * 0.75);
    expect(scale.at(253_000) - scale.at(3_000)).toBeCloseTo(0.125);
    expect(scale.at(254_000)).toBe(1);
  });

  it('keeps half of the width for work, however many waits there are', () => {
    const busy = Array.from({ length: 12 }, (_, i) => span(i * 60_000, i * 60_000 + 1_000));
    const scale = timelineScale(span(0, 661_000), busy);
    const folded = scale.stretches
      .filter((part) => part.fold)
      .reduce((sum, part) => sum + part.to - part.from, 0);
    expect(folded).toBeCloseTo(0.5);
  });

  it('gives all of the width to the wait where nothing has worked yet', () => {
    const scale = timelineScale(span(0, 60_000), []);
    expect(scale.at(30_000)).toBeCloseTo(0.5);
  });

  it('has a place for an empty run', () => {
    expect(timelineScale(span(5, 5), []).at(5)).toBe(0);
  });

  it('never runs backwards and stays within the width', () => {
    const spans = fc.array(
      fc.tuple(fc.nat(600_000), fc.nat(90_000)).map(([start, length]) => span(start, start + length)),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(spans, fc.array(fc.nat(700_000), { minLength: 2 }), (busy, instants) => {
        const scale = timelineScale(span(0, 700_000), busy);
        const places = [...instants].sort((a, b) => a - b).map((ms) => scale.at(ms));
        expect(places.every((place) => place >= 0 && place <= 1 + 1e-9)).toBe(true);
        expect(places.every((place, i) => i === 0 || place >= (places[i - 1] ?? 0) - 1e-9)).toBe(true);
      }),
    );
  });
});

describe('timelineTicks', () => {
  it('says the real time where a fold begins', () => {
    const scale = timelineScale(span(0, 254_000), [span(0, 3_000), span(253_000, 254_000)]);
    expect(timelineTicks(scale)).toEqual([
      { at: 0, elapsedMs: 0 },
      { at: scale.at(3_000), elapsedMs: 3_000 },
    ]);
  });

  it('takes round times without folds and leaves room between labels', () => {
    const ticks = timelineTicks(timelineScale(span(0, 9_000), [span(0, 9_000)]));
    expect(ticks.map((tick) => tick.elapsedMs)).toEqual([0, 2_000, 4_000, 6_000, 8_000]);
    expect(ticks.every((tick, i) => i === 0 || tick.at - (ticks[i - 1]?.at ?? 0) >= 0.17)).toBe(true);
  });
});
