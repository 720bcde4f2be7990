// Knows how to wait on a condition with a bound. Refuses to wait for time alone.
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Asks `condition` until it answers something other than undefined or false, every `everyMs` (default 25).
 * Answers undefined when `withinMs` have passed first. A throw of the condition ends the wait.
 */
export async function waitUntil<T>(
  condition: () => Promise<T | undefined | false> | T | undefined | false,
  { withinMs, everyMs = 25 }: { readonly withinMs: number; readonly everyMs?: number },
): Promise<T | undefined> {
  const until = performance.now() + withinMs;
  for (;;) {
    const answer = await condition();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() >= until) return undefined;
    await pause(everyMs);
  }
}
