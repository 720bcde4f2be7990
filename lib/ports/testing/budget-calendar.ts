// Knows when the calendar periods of a zone begin and end, by the zone data of the JavaScript engine: a second opinion beside the database's.
import type { BudgetPeriod } from '../../domain/budget';

const A_DAY_MS = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Milliseconds since the epoch. null: it has no end. */
export type Span = { readonly startsAtMs: number; readonly endsAtMs: number | null };

/**
 * The period that `atMs` lies in. A day whose midnight does not exist begins with its first instant; where a midnight comes twice, the second one begins
 * the day.
 */
export function periodAt(period: BudgetPeriod, atMs: number, zone: string): Span {
  if (period === 'total') return { startsAtMs: 0, endsAtMs: null };
  const local = new Date(atMs + offsetMs(atMs, zone));
  const beginOf = (back: number) =>
    period === 'month'
      ? Date.UTC(local.getUTCFullYear(), local.getUTCMonth() - back)
      : Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate() - back);
  const back = instantOf(beginOf(0), zone) > atMs ? 1 : 0;
  return { startsAtMs: instantOf(beginOf(back), zone), endsAtMs: instantOf(beginOf(back - 1), zone) };
}

/** Of a wall clock's reading, written as if it were UTC. */
function instantOf(localMs: number, zone: string): number {
  const before = offsetMs(localMs - A_DAY_MS, zone);
  const after = offsetMs(localMs + A_DAY_MS, zone);
  const isThere = (offset: number) => offsetMs(localMs - offset, zone) === offset;
  return isThere(after) ? localMs - after : localMs - before;
}

function offsetMs(atMs: number, zone: string): number {
  if (zone === 'UTC') return 0;
  const format =
    formats.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  formats.set(zone, format);
  const part = Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  const whole = Math.floor(atMs / 1_000) * 1_000;
  return Date.UTC(year, month - 1, day, hour, minute, second) - whole;
}
