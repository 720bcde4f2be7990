// How many approvals will wait if everything goes on as it did: pure, over sums of a period; refuses to forecast from few.
import { FEWEST_CASES } from './statistics';

const DAY_MS = 86_400_000;

export type QueuePeriod = {
  readonly lengthMs: number;
  /** Asked in the period. */
  readonly arrived: number;
  /** Ended in the period, by people or by themselves, and how long they had waited on average. */
  readonly ended: number;
  readonly meanWaitMs: number | null;
  readonly waiting: number;
};

export type BacklogForecast = {
  readonly arrivalsPerDay: number;
  readonly endedPerDay: number;
  readonly meanWaitMs: number;
  /** Little's law (Little 1961): arrivals × mean wait. What waits on average while neither changes. */
  readonly usuallyWaiting: number;
  /** What waits now, and each day's arrivals less what ends of them; never below zero. */
  readonly inSevenDays: number;
};

/**
 * Assumes that approvals go on coming and being settled as they did in the period, at every hour of the day alike.
 * @returns null where fewer than FEWEST_CASES came or ended.
 */
export function backlogForecast(period: QueuePeriod): BacklogForecast | null {
  const { lengthMs, arrived, ended, meanWaitMs, waiting } = period;
  if (arrived < FEWEST_CASES || ended < FEWEST_CASES || meanWaitMs === null || lengthMs <= 0) return null;
  const arrivalsPerDay = (arrived * DAY_MS) / lengthMs;
  const endedPerDay = (ended * DAY_MS) / lengthMs;
  return {
    arrivalsPerDay,
    endedPerDay,
    meanWaitMs,
    usuallyWaiting: (arrivalsPerDay * meanWaitMs) / DAY_MS,
    inSevenDays: Math.max(0, Math.round(waiting + 7 * (arrivalsPerDay - endedPerDay))),
  };
}
