// What a period will have cost at its end, and what an hour usually costs: pure, over sums by the hour; refuses to guess from less than two weeks.
const HOUR_MS = 3_600_000;
export const HOURS_OF_WEEK = 168;
const WEEK_MS = HOURS_OF_WEEK * HOUR_MS;
/** More weeks tell of times that are over. */
export const MOST_WEEKS = 4;
/** One week alone can't tell a weekday from a day that was unlike others. */
const LEAST_WEEKS = 2;
/** The first part of a period, in which a single call makes a forecast of any size straight on. */
const TOO_EARLY = 0.1;

/** What was spent in the hour that begins at `at` (ISO 8601, UTC). */
export type SpentHour = { readonly at: string; readonly microUsd: number };

export type UsualSpend = {
  /** Whole weeks, the last MOST_WEEKS at most, that the sums are over. */
  readonly weeks: number;
  /** Sums by the hour of the week, UTC, Monday's first hour first. */
  readonly byHourOfWeek: readonly number[];
  readonly lastWeekMicroUsd: number;
  /** Hours of the last MOST_WEEKS weeks in which anything was spent, and what was. */
  readonly activeHours: number;
  readonly activeMicroUsd: number;
};

/** UTC all through: where clocks are changed, hours stand one beside their place until the weeks before are over. */
function hourOfWeek(atMs: number): number {
  const MONDAY_MS = 4 * 24 * HOUR_MS; // 5 January 1970
  return Math.floor((((atMs - MONDAY_MS) % WEEK_MS) + WEEK_MS) / HOUR_MS) % HOURS_OF_WEEK;
}

/** @param untilMs the end of the last whole hour; later hours are left out. */
export function usualSpend(hours: readonly SpentHour[], untilMs: number): UsualSpend {
  const known = hours
    .map(({ at, microUsd }) => ({ atMs: Date.parse(at), microUsd }))
    .filter(({ atMs, microUsd }) => atMs < untilMs && atMs >= untilMs - MOST_WEEKS * WEEK_MS && microUsd > 0);
  const firstMs = known.reduce((first, { atMs }) => Math.min(first, atMs), untilMs);
  const weeks = Math.floor((untilMs - firstMs) / WEEK_MS);
  const byHourOfWeek = new Array<number>(HOURS_OF_WEEK).fill(0);
  let [lastWeekMicroUsd, activeMicroUsd] = [0, 0];
  for (const { atMs, microUsd } of known) {
    activeMicroUsd += microUsd;
    if (atMs >= untilMs - WEEK_MS) lastWeekMicroUsd += microUsd;
    if (atMs < untilMs - weeks * WEEK_MS) continue;
    const slot = hourOfWeek(atMs);
    byHourOfWeek[slot] = (byHourOfWeek[slot] ?? 0) + microUsd;
  }
  return { weeks, byHourOfWeek, lastWeekMicroUsd, activeHours: known.length, activeMicroUsd };
}

/** Straight on from what was spent so far; rounded up, as every cost is. @param passed share of the period in (0, 1]; null for one without an end. */
export function linearForecast(spentMicroUsd: number, passed: number | null): number {
  return passed === null || passed <= 0 ? spentMicroUsd : Math.ceil(spentMicroUsd / Math.min(1, passed));
}

/**
 * What was spent, and for each hour to come its part of a usual week, all of it at the level of the last seven days.
 * @returns null where the last weeks don't tell.
 */
export function weeklyForecast(
  spentMicroUsd: number,
  usual: UsualSpend,
  fromMs: number,
  untilMs: number,
): number | null {
  const whole = usual.byHourOfWeek.reduce((sum, microUsd) => sum + microUsd, 0);
  if (usual.weeks < LEAST_WEEKS || whole === 0) return null;
  const level = usual.lastWeekMicroUsd / whole;
  let toCome = 0;
  for (let atMs = fromMs; atMs < untilMs; ) {
    const endMs = Math.min(untilMs, (Math.floor(atMs / HOUR_MS) + 1) * HOUR_MS);
    toCome += (usual.byHourOfWeek[hourOfWeek(atMs)] ?? 0) * ((endMs - atMs) / HOUR_MS);
    atMs = endMs;
  }
  return spentMicroUsd + Math.ceil(toCome * level);
}

export type ForecastPeriod = {
  readonly spentMicroUsd: number;
  /** Share of the period that is over, in (0, 1]; null for one without an end. */
  readonly passed: number | null;
  readonly nowMs: number;
  /** null: it has no end. */
  readonly endsMs: number | null;
  /** null: nothing is known of former weeks. */
  readonly usual: UsualSpend | null;
};
export type Forecast = {
  readonly microUsd: number;
  readonly basis: 'linear' | 'weekly';
  /** Whether it may be acted on: straight on, the beginning of a period tells nothing. */
  readonly telling: boolean;
};

/** By weekday where the last weeks tell, straight on where they don't; what is spent already where nothing ends. */
export function forecast({ spentMicroUsd, passed, nowMs, endsMs, usual }: ForecastPeriod): Forecast {
  const weekly =
    usual === null || endsMs === null ? null : weeklyForecast(spentMicroUsd, usual, nowMs, endsMs);
  if (weekly !== null) return { microUsd: weekly, basis: 'weekly', telling: true };
  const telling = passed !== null && passed >= TOO_EARLY;
  return { microUsd: linearForecast(spentMicroUsd, passed), basis: 'linear', telling };
}

/** Ten times, as for every figure of an agent that is watched against its own past. */
const SPIKE_TIMES = 10;
/** Ten cents: below it nobody wants to be told. */
const SPIKE_FLOOR_MICRO_USD = 100_000;
/** Of fewer hours nothing is usual. */
const SPIKE_ACTIVE_HOURS = 24;

/** What an hour of work usually costs when `microUsd` in an hour is a spike; null when it is none, or when nothing is usual yet. */
export function spikeAgainst(
  microUsd: number,
  { activeHours, activeMicroUsd }: Pick<UsualSpend, 'activeHours' | 'activeMicroUsd'>,
): number | null {
  if (activeHours < SPIKE_ACTIVE_HOURS || microUsd < SPIKE_FLOOR_MICRO_USD) return null;
  const usual = Math.ceil(activeMicroUsd / activeHours);
  return microUsd >= SPIKE_TIMES * usual ? usual : null;
}
