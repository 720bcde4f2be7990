// Parts two periods, the one asked for and the one of the same length before, into days that are counted and stretches that are not. Pure.
const DAY_MS = 86_400_000;

/** Half-open, epoch milliseconds. `now`: in the period asked for. */
export type Stretch = { readonly beginMs: number; readonly endMs: number; readonly now: boolean };
export type PartedPeriod = { readonly days: readonly string[]; readonly stretches: readonly Stretch[] };

/** Every instant of [`fromMs`, `untilMs`) is in one of the days or one of the stretches. `sinceMs`: where the period asked for begins. `counted`: days, as 2026-11-30. */
export function partedPeriod(
  {
    fromMs,
    sinceMs,
    untilMs,
  }: { readonly fromMs: number; readonly sinceMs: number; readonly untilMs: number },
  counted: ReadonlySet<string>,
): PartedPeriod {
  const days: string[] = [];
  const stretches: Stretch[] = [];
  for (const [beginMs, endMs, now] of [
    [fromMs, sinceMs, false],
    [sinceMs, untilMs, true],
  ] as const) {
    let openMs = beginMs;
    const close = (atMs: number) => {
      if (atMs > openMs) stretches.push({ beginMs: openMs, endMs: atMs, now });
    };
    for (let dayMs = Math.ceil(beginMs / DAY_MS) * DAY_MS; dayMs + DAY_MS <= endMs; dayMs += DAY_MS) {
      const day = new Date(dayMs).toISOString().slice(0, 10);
      if (!counted.has(day)) continue;
      days.push(day);
      close(dayMs);
      openMs = dayMs + DAY_MS;
    }
    close(endMs);
  }
  return { days, stretches };
}
