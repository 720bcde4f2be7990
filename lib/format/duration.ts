// How spans of time read: "0.6 s", "1 m 12 s", "3 h 06 m", and the clock of a countdown. Knows no instants.

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const two = (n: number): string => String(n).padStart(2, '0');

/**
 * A duration at the grain a person compares by: milliseconds below 100 ms, tenths of a second below a minute,
 * then two units ("1 m 12 s", "1 h 52 m", "2 d 03 h"). `whole` drops the tenths, for lists ("11 s").
 * Negative spans read as zero: clocks differ, work doesn't take less than nothing.
 */
export function formatDurationMs(durationMs: number, options: { whole?: boolean } = {}): string {
  const ms = Math.max(0, durationMs);
  if (options.whole === true) {
    if (ms < MINUTE_MS) return `${Math.floor(ms / SECOND_MS)} s`;
  } else {
    if (ms < 100) return `${Math.round(ms)} ms`;
    if (ms < 59_950) return `${(ms / SECOND_MS).toFixed(1)} s`;
  }
  if (ms < HOUR_MS) {
    const seconds = Math.max(60, Math.floor(ms / SECOND_MS));
    return `${Math.floor(seconds / 60)} m ${two(seconds % 60)} s`;
  }
  if (ms < DAY_MS) return `${Math.floor(ms / HOUR_MS)} h ${two(Math.floor((ms % HOUR_MS) / MINUTE_MS))} m`;
  return `${Math.floor(ms / DAY_MS)} d ${two(Math.floor((ms % DAY_MS) / HOUR_MS))} h`;
}

/** What is left: "06:42" under an hour, then "1 h 52 m", "2 d 03 h". Counts up to the second that has begun. */
export function formatCountdownMs(remainingMs: number): string {
  const seconds = Math.max(0, Math.ceil(remainingMs / SECOND_MS));
  if (seconds < 3_600) return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
  return formatDurationMs(seconds * SECOND_MS);
}

/** The same for the ear: "6 minutes 42 seconds", "1 hour 52 minutes". */
export function speakDurationMs(durationMs: number): string {
  const seconds = Math.max(0, Math.ceil(durationMs / SECOND_MS));
  const say = (n: number, unit: string): string => `${n} ${unit}${n === 1 ? '' : 's'}`;
  const parts: [number, string][] =
    seconds < 3_600
      ? [
          [Math.floor(seconds / 60), 'minute'],
          [seconds % 60, 'second'],
        ]
      : seconds < 86_400
        ? [
            [Math.floor(seconds / 3_600), 'hour'],
            [Math.floor((seconds % 3_600) / 60), 'minute'],
          ]
        : [
            [Math.floor(seconds / 86_400), 'day'],
            [Math.floor((seconds % 86_400) / 3_600), 'hour'],
          ];
  const said = parts.filter(([n]) => n > 0).map(([n, unit]) => say(n, unit));
  return said.length > 0 ? said.join(' ') : say(0, 'second');
}
