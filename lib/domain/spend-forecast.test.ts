// Forecasts and spikes on weeks as installations have them: work on weekdays, quiet weekends, a newcomer, growth.
import { describe, expect, it } from 'vitest';
import {
  type ForecastPeriod,
  forecast,
  linearForecast,
  type SpentHour,
  spikeAgainst,
  usualSpend,
  weeklyForecast,
} from './spend-forecast';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A Monday. */
const MONDAY = Date.parse('2026-11-02T00:00:00Z');

/** Whole weeks from MONDAY on: `perHour` in each hour from 8 to 18 UTC on weekdays. */
function workingWeeks(weeks: number, perHour: (week: number) => number): SpentHour[] {
  const hours: SpentHour[] = [];
  for (let week = 0; week < weeks; week += 1)
    for (let day = 0; day < 5; day += 1)
      for (let hour = 8; hour < 18; hour += 1)
        hours.push({
          at: new Date(MONDAY + (week * 7 + day) * DAY_MS + hour * HOUR_MS).toISOString(),
          microUsd: perHour(week),
        });
  return hours;
}
/** The Monday after three such weeks and an hour of one before them, which makes them whole. */
const NOW = MONDAY + 21 * DAY_MS;
const usual = usualSpend(
  workingWeeks(3, () => 1_000).map((hour, i) =>
    i === 0 ? { ...hour, at: '2026-11-02T00:00:00.000Z' } : hour,
  ),
  NOW,
);

describe('what is usual', () => {
  it('is summed by the hour of the week over whole weeks', () => {
    expect([usual.weeks, usual.activeHours, usual.activeMicroUsd]).toEqual([3, 150, 150_000]);
    expect(usual.lastWeekMicroUsd).toBe(50_000);
    // Monday at 9, Friday at 17, Saturday at noon.
    expect([9, 4 * 24 + 17, 5 * 24 + 12].map((slot) => usual.byHourOfWeek[slot])).toEqual([3_000, 3_000, 0]);
  });

  it('forgets what is older than four weeks, and leaves the present hour out', () => {
    const old = { at: new Date(NOW - 29 * DAY_MS).toISOString(), microUsd: 7 };
    const present = { at: new Date(NOW).toISOString(), microUsd: 9 };
    expect(usualSpend([old, present], NOW)).toMatchObject({ weeks: 0, activeHours: 0, activeMicroUsd: 0 });
  });

  it('tells nothing of a scope of which there is no week', () => {
    const young = usualSpend(
      workingWeeks(1, () => 5),
      MONDAY + 5 * DAY_MS,
    );
    expect(young.weeks).toBe(0);
    expect(weeklyForecast(5, young, MONDAY + 5 * DAY_MS, MONDAY + 6 * DAY_MS)).toBeNull();
  });
});

describe('a forecast', () => {
  const month = (over: Partial<ForecastPeriod>): ForecastPeriod => ({
    spentMicroUsd: 0,
    passed: 0.5,
    nowMs: NOW,
    endsMs: NOW + 7 * DAY_MS,
    usual,
    ...over,
  });

  it('goes straight on where nothing is usual, and is what is spent where nothing ends', () => {
    expect([linearForecast(500, null), linearForecast(500, 0.25), linearForecast(1, 0.3)]).toEqual([
      500, 2_000, 4,
    ]);
    expect(forecast(month({ spentMicroUsd: 400, usual: null }))).toEqual({
      microUsd: 800,
      basis: 'linear',
      telling: true,
    });
  });

  it('tells nothing straight on at the very beginning of a period', () => {
    expect(forecast(month({ spentMicroUsd: 400, passed: 0.05, usual: null })).telling).toBe(false);
    expect(forecast(month({ spentMicroUsd: 400, passed: null, endsMs: null })).telling).toBe(false);
  });

  it('knows that a weekend is quiet', () => {
    const saturday = NOW + 5 * DAY_MS;
    const expected = month({ spentMicroUsd: 50_000, nowMs: saturday, passed: 5 / 7 });
    expect(forecast(expected)).toMatchObject({ microUsd: 50_000, basis: 'weekly' });
    expect(forecast({ ...expected, usual: null }).microUsd).toBe(70_000);
  });

  it('knows that the working days are still to come', () => {
    const expected = month({ spentMicroUsd: 0, passed: 0.01 });
    expect(forecast(expected)).toEqual({ microUsd: 50_000, basis: 'weekly', telling: true });
  });

  it('takes of an hour what is left of it', () => {
    const at = NOW + 9.75 * HOUR_MS;
    expect(weeklyForecast(0, usual, at, NOW + 10 * HOUR_MS)).toBe(250);
    expect(weeklyForecast(0, usual, at, NOW + 11 * HOUR_MS)).toBe(1_250);
  });

  it('takes the level of the last week where spend grows', () => {
    const hours = workingWeeks(3, (week) => 1_000 * 2 ** week);
    const growing = usualSpend([{ at: '2026-11-02T00:00:00Z', microUsd: 1 }, ...hours], NOW);
    // A week of it is not the mean of 50 000, 100 000 and 200 000.
    const week = weeklyForecast(0, growing, NOW, NOW + 7 * DAY_MS);
    expect(week).toBeGreaterThan(199_000);
    expect(week).toBeLessThan(201_000);
  });

  it('falls back on the straight line where nothing was spent for weeks', () => {
    const silent = { ...usual, byHourOfWeek: usual.byHourOfWeek.map(() => 0) };
    expect(forecast(month({ spentMicroUsd: 10, usual: silent })).basis).toBe('linear');
  });
});

describe('a spike', () => {
  it.each([
    ['ten times an hour of work', 1_000_000, 24, 2_400_000, 100_000],
    ['a little less', 999_999, 24, 2_400_000, null],
    ['cents', 99_999, 24, 24, null],
    ['of an agent that hardly worked yet', 1_000_000, 23, 2_300_000, null],
  ])('%s', (_what, microUsd, activeHours, activeMicroUsd, expected) => {
    expect(spikeAgainst(microUsd, { activeHours, activeMicroUsd })).toBe(expected);
  });
});
