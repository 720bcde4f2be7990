// Hours in which a channel tells only of what presses, in a zone of their own; takes the time as an argument.
import { z } from 'zod';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export const weekday = z.enum(WEEKDAYS);
export type Weekday = z.infer<typeof weekday>;

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time of day such as 22:00');

export const quietHours = z
  .strictObject({
    /** IANA name. */
    zone: z.string().max(80).refine(isZone, 'is no time zone such as Europe/Berlin or UTC'),
    from: clockTime,
    /** Not after `from`: on the next day. */
    to: clockTime,
    /** On which they begin; every day unless told. */
    days: z
      .array(weekday)
      .min(1)
      .max(7)
      .refine((days) => new Set(days).size === days.length, 'must name each day once')
      .default([...WEEKDAYS]),
    /** Whether what presses is sent all the same: what soon expires, what was escalated, critical alerts. */
    urgentPasses: z.boolean().default(true),
  })
  .refine(({ from, to, days }) => from !== to || days.length < WEEKDAYS.length, {
    path: ['to'],
    message: 'must be another time: hours that never end tell nobody',
  });
export type QuietHours = z.infer<typeof quietHours>;

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;

/** A zone that this process knows. */
export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** When they are over, in epoch ms; null where it is not quiet at that time. */
export function quietUntil(hours: QuietHours, atMs: number): number | null {
  let endMs = quietEnd(hours, atMs);
  // Hours that begin as others end are one: without an end within a week they have none that is worth a word.
  for (let spans = 0; endMs !== null && spans < WEEKDAYS.length; spans += 1) {
    const next = quietEnd(hours, endMs);
    if (next === null) return endMs;
    endMs = next;
  }
  return endMs;
}

function quietEnd({ zone, from, to, days }: QuietHours, atMs: number): number | null {
  const { day, minute } = clockAt(zone, atMs);
  const [begin, end] = [minuteOf(from), minuteOf(to)];
  const overnight = end <= begin;
  const begun = days.includes(dayOf(day)) && minute >= begin && (overnight || minute < end);
  const lasting = overnight && days.includes(dayOf(day - 1)) && minute < end;
  if (!begun && !lasting) return null;
  const left = overnight && begun ? DAY_MINUTES - minute + end : end - minute;
  const guess = Math.floor(atMs / MINUTE_MS) * MINUTE_MS + left * MINUTE_MS;
  // Where the clocks change in between, the wall clock there is an hour away from what was meant.
  const off = ((clockAt(zone, guess).minute - end + DAY_MINUTES * 1.5) % DAY_MINUTES) - DAY_MINUTES / 2;
  return Math.max(guess - off * MINUTE_MS, atMs + 1);
}

function minuteOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return (hours ?? 0) * 60 + (minutes ?? 0);
}

/** @param index from Monday; -1 is the Sunday before. */
function dayOf(index: number): Weekday {
  return WEEKDAYS[(index + WEEKDAYS.length) % WEEKDAYS.length] ?? 'mon';
}

function clockAt(zone: string, atMs: number): { readonly day: number; readonly minute: number } {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(atMs);
  const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
  const named = of('weekday').toLowerCase();
  return {
    day: WEEKDAYS.findIndex((name) => named.startsWith(name)),
    minute: Number(of('hour')) * 60 + Number(of('minute')),
  };
}
