// When a countdown is calm, when it presses, what it says aloud. Pure; the clock comes in.
import { formatCountdownMs } from '@/lib/format/duration';

const MINUTE_MS = 60_000;

export type CountdownTone = 'calm' | 'mid' | 'soon' | 'zero';

/** Calm, under 15 min mid, under 5 min soon, then zero: at the instant itself nothing is left. */
export function countdownTone(remainingMs: number): CountdownTone {
  if (remainingMs <= 0) return 'zero';
  if (remainingMs < 5 * MINUTE_MS) return 'soon';
  return remainingMs < 15 * MINUTE_MS ? 'mid' : 'calm';
}

export function countdownText(remainingMs: number): string {
  return formatCountdownMs(remainingMs);
}

/**
 * What to announce when time passes from `previousMs` to `remainingMs`: each threshold once, the lower one where
 * both were passed in one leap (a sleeping laptop). Undefined `previousMs` (just shown) announces nothing.
 */
export function countdownAnnouncement(
  previousMs: number | undefined,
  remainingMs: number,
): 15 | 5 | undefined {
  if (previousMs === undefined || remainingMs <= 0) return undefined;
  for (const minutes of [5, 15] as const) {
    const edgeMs = minutes * MINUTE_MS;
    if (previousMs > edgeMs && remainingMs <= edgeMs) return minutes;
  }
  return undefined;
}
