// The periods of the spend page: where each begins, in which slices it is drawn. Days, hours and months are those of UTC. Pure.
import { formatUtcDay } from '@/lib/format/time';

export const SPEND_PERIODS = ['24h', '14d', 'month'] as const;
export type SpendPeriod = (typeof SPEND_PERIODS)[number];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const iso = (ms: number) => new Date(ms).toISOString();

export type SpendSlices = {
  /** The beginning of the first slice. */
  readonly since: string;
  readonly unit: 'day' | 'hour';
  /** Beginnings of all slices; the last one has begun and is not over. */
  readonly starts: readonly string[];
};

/** A period is whole slices, so that a chart does not shift with each look and is asked for under one name as long as a slice lasts. */
export function slicesOf(period: SpendPeriod, nowMs: number): SpendSlices {
  const unit = period === '24h' ? 'hour' : 'day';
  const sliceMs = unit === 'hour' ? HOUR_MS : DAY_MS;
  const last = Math.floor(nowMs / sliceMs) * sliceMs;
  const first =
    period === 'month' ? Date.parse(monthOf(nowMs)) : last - ((period === '24h' ? 24 : 14) - 1) * sliceMs;
  const count = (last - first) / sliceMs + 1;
  return {
    since: iso(first),
    unit,
    starts: Array.from({ length: count }, (_, i) => iso(first + i * sliceMs)),
  };
}

/** The beginning of the month. */
export function monthOf(nowMs: number): string {
  return `${iso(nowMs).slice(0, 7)}-01T00:00:00.000Z`;
}

/** The beginning of the day. */
export function dayOf(nowMs: number): string {
  return iso(Math.floor(nowMs / DAY_MS) * DAY_MS);
}

/** Where a slice ends, which the next one begins with. */
export function endOfSlice(start: string, unit: SpendSlices['unit']): string {
  return iso(Date.parse(start) + (unit === 'hour' ? HOUR_MS : DAY_MS));
}

/** "19 Nov", "14:00". */
export function sliceLabel(start: string, unit: SpendSlices['unit']): string {
  return unit === 'day' ? formatUtcDay(start) : start.slice(11, 16);
}

/** In a sentence: "on 19 Nov", "from 14:00 UTC on 19 Nov". */
export function sliceWords(start: string, unit: SpendSlices['unit']): string {
  return unit === 'day'
    ? `on ${formatUtcDay(start)}`
    : `from ${start.slice(11, 16)} UTC on ${formatUtcDay(start)}`;
}

export const PERIOD_WORDS: Readonly<Record<SpendPeriod, string>> = {
  '24h': '24 hours',
  '14d': '14 days',
  month: 'this month',
};
