// How instants read: relative to a given now, and absolute in UTC. Takes the clock as an argument, never reads it.

export type Instant = string | number | Date;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Milliseconds since the epoch; NaN for what is no instant. */
export function toEpochMs(at: Instant): number {
  return typeof at === 'number' ? at : new Date(at).getTime();
}

const iso = (at: Instant): string | undefined => {
  const ms = toEpochMs(at);
  return Number.isFinite(ms) && Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : undefined;
};

/** "14:32:08 UTC"; `zone: false` leaves the zone to a heading. */
export function formatUtcTime(at: Instant, options: { zone?: boolean } = {}): string {
  const text = iso(at)?.slice(11, 19);
  if (text === undefined) return 'unknown time';
  return options.zone === false ? text : `${text} UTC`;
}

/** "2026-11-19 14:24:01 UTC" */
export function formatUtcDateTime(at: Instant): string {
  const text = iso(at);
  return text === undefined ? 'unknown time' : `${text.slice(0, 10)} ${text.slice(11, 19)} UTC`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The day in UTC: "19 Nov". The year is left to a heading. */
export function formatUtcDay(at: Instant): string {
  const text = iso(at);
  return text === undefined
    ? 'unknown day'
    : `${Number(text.slice(8, 10))} ${MONTHS[Number(text.slice(5, 7)) - 1]}`;
}

/** The instant on the reader's own clock with its zone: "2026-11-19 15:24:01 GMT+1". */
export function formatLocalDateTime(at: Instant, timeZone?: string): string {
  const ms = toEpochMs(at);
  if (iso(at) === undefined) return 'unknown time';
  const parts = new Intl.DateTimeFormat('en-GB', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).formatToParts(ms);
  const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('year')}-${of('month')}-${of('day')} ${of('hour')}:${of('minute')}:${of('second')} ${of('timeZoneName')}`;
}

function span(ms: number): string {
  if (ms < MINUTE_MS) return `${Math.floor(ms / 1_000)} s`;
  if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min`;
  if (ms < DAY_MS) return `${Math.floor(ms / HOUR_MS)} h`;
  return `${Math.floor(ms / DAY_MS)} d`;
}

/** Age without "ago", for tight cells: "38 min". A future instant is 0 s old. */
export function formatAge(at: Instant, nowMs: number): string {
  const ms = nowMs - toEpochMs(at);
  return Number.isFinite(ms) ? span(Math.max(0, ms)) : 'unknown';
}

/** "11 s ago", "in 3 min", "just now" within a second. Rounds down: an age never claims more than has passed. */
export function formatRelative(at: Instant, nowMs: number): string {
  const ms = nowMs - toEpochMs(at);
  if (!Number.isFinite(ms)) return 'unknown time';
  if (Math.abs(ms) < 1_000) return 'just now';
  return ms > 0 ? `${span(ms)} ago` : `in ${span(-ms)}`;
}
