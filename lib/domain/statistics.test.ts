// Holds shares to intervals that were computed by hand, and few cases to no rate at all.
import { describe, expect, it } from 'vitest';
import { backlogForecast } from './backlog-forecast';
import { overridesOf } from './reviewer-drift';
import { rateOf, spreadOf, wilsonInterval } from './statistics';

describe('the interval of a share', () => {
  it.each([
    [8, 10, 0.4902, 0.9433],
    [1, 60, 0.0029, 0.0886],
    [3, 60, 0.0171, 0.137],
    [0, 73, 0, 0.05],
    [73, 73, 0.95, 1],
  ])('of %i in %i is %f to %f', (count, of, low, high) => {
    const interval = wilsonInterval(count, of);
    expect(interval?.low).toBeCloseTo(low, 4);
    expect(interval?.high).toBeCloseTo(high, 4);
  });

  it('is none of no cases', () => expect(wilsonInterval(0, 0)).toBeNull());
});

describe('what few cases say', () => {
  it('no rate below 30', () => {
    expect(rateOf(3, 29)).toEqual({ count: 3, of: 29, share: null, low: null, high: null });
    expect(rateOf(3, 30).share).toBe(0.1);
  });

  it('no median below 10, no 95th percentile below 20', () => {
    expect(spreadOf(9, 5, 7)).toEqual({ of: 9, p50Ms: null, p95Ms: null });
    expect(spreadOf(19, 5, 7)).toEqual({ of: 19, p50Ms: 5, p95Ms: null });
    expect(spreadOf(20, 5, 7)).toEqual({ of: 20, p50Ms: 5, p95Ms: 7 });
  });
});

describe("a reviewer's month", () => {
  it.each([
    [{ approved: 0, edited: 0, rejected: 29 }, 'too_few'],
    [{ approved: 96, edited: 2, rejected: 2 }, 'low'],
    [{ approved: 95, edited: 2, rejected: 3 }, 'healthy'],
    [{ approved: 85, edited: 10, rejected: 5 }, 'healthy'],
    [{ approved: 84, edited: 10, rejected: 6 }, 'high'],
  ])('%j is %s', (month, verdict) => expect(overridesOf(month).verdict).toBe(verdict));
});

describe('the forecast of the backlog', () => {
  const DAY = 86_400_000;
  const period = { lengthMs: 30 * DAY, arrived: 300, ended: 240, meanWaitMs: 4 * 3_600_000, waiting: 70 };

  it('is arrivals times the wait, and what is not settled each day', () => {
    // Ten a day that wait a sixth of a day: 1.67 wait on average. Two more come than end: 14 more in a week.
    const forecast = backlogForecast(period);
    expect(forecast).toMatchObject({ arrivalsPerDay: 10, endedPerDay: 8, inSevenDays: 84 });
    expect(forecast?.usuallyWaiting).toBeCloseTo(1.6667, 4);
  });

  it('never says that fewer than none will wait', () =>
    expect(backlogForecast({ ...period, arrived: 240, ended: 300, waiting: 3 })?.inSevenDays).toBe(0));

  it('is none of few', () => {
    expect(backlogForecast({ ...period, arrived: 29 })).toBeNull();
    expect(backlogForecast({ ...period, ended: 29 })).toBeNull();
  });
});
