// The days that the reconciliation page compares, as they stand in the URL. Days and months are those of UTC. Pure.
import { formatUtcDay } from '@/lib/format/time';

export const RECONCILED_PERIODS = ['month', 'last', '30d', '90d'] as const;
export type ReconciledPeriod = (typeof RECONCILED_PERIODS)[number];

/** Both are part of it. */
export type ReconciledDays = { readonly from: string; readonly to: string };

export type DaysChoice = {
  readonly period: ReconciledPeriod;
  /** Both, or they count for nothing. */
  readonly from: string | null;
  readonly to: string | null;
};

const DAY_MS = 86_400_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Days of one's own take the place of the period. */
export function daysOf({ period, from, to }: DaysChoice, nowMs: number): ReconciledDays {
  return ownDays({ from, to }) ?? daysOfPeriod(period, nowMs);
}

/** Null for what is no pair of days in their order. */
export function ownDays({ from, to }: Pick<DaysChoice, 'from' | 'to'>): ReconciledDays | null {
  if (from === null || to === null || !isDay(from) || !isDay(to) || from > to) return null;
  return { from, to };
}

function daysOfPeriod(period: ReconciledPeriod, nowMs: number): ReconciledDays {
  const today = dayAt(nowMs);
  const begun = `${today.slice(0, 7)}-01`;
  switch (period) {
    case 'month':
      return { from: begun, to: today };
    case 'last': {
      const to = dayAt(Date.parse(begun) - DAY_MS);
      return { from: `${to.slice(0, 7)}-01`, to };
    }
    case '30d':
      return { from: dayAt(nowMs - 29 * DAY_MS), to: today };
    case '90d':
      return { from: dayAt(nowMs - 89 * DAY_MS), to: today };
  }
}

const dayAt = (ms: number) => new Date(ms).toISOString().slice(0, 10);

function isDay(text: string): boolean {
  const ms = Date.parse(`${text}T00:00:00Z`);
  return DAY.test(text) && Number.isFinite(ms) && dayAt(ms) === text;
}

/** "1 – 19 Nov 2026", "28 Oct – 3 Nov 2026", "30 Dec 2025 – 2 Jan 2026", "19 Nov 2026". */
export function daysWords({ from, to }: ReconciledDays): string {
  const [firstYear, lastYear] = [from.slice(0, 4), to.slice(0, 4)];
  const last = `${formatUtcDay(to)} ${lastYear}`;
  if (from === to) return last;
  if (firstYear !== lastYear) return `${formatUtcDay(from)} ${firstYear} – ${last}`;
  const first = from.slice(0, 7) === to.slice(0, 7) ? String(Number(from.slice(8))) : formatUtcDay(from);
  return `${first} – ${last}`;
}
