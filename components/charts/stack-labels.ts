// Where the labels of a stack stand: each beside its part, moved apart where parts are thin. And what a chart says in words. Pure.

/**
 * Places on a line of `room`, in the order of `wanted` (ascending), at least `gap` apart and as near to what was wanted as that allows.
 * With less room than they need they stand evenly.
 */
export function spreadLabels(wanted: readonly number[], gap: number, room: number): number[] {
  if (wanted.length * gap > room)
    return wanted.map((_, i) => (wanted.length === 1 ? 0 : (i * room) / (wanted.length - 1)));
  const placed: number[] = [];
  for (const place of wanted) placed.push(Math.max(place, (placed.at(-1) ?? Number.NEGATIVE_INFINITY) + gap));
  // What was pushed beyond the end pushes back.
  let limit = room;
  for (let i = placed.length - 1; i >= 0; i -= 1) {
    placed[i] = Math.min(placed[i] ?? 0, limit);
    limit = (placed[i] ?? 0) - gap;
  }
  return placed;
}

/** The middle of each part of a stack, from its foot, as shares of `top`. */
export function middlesOf(parts: readonly number[], top: number): number[] {
  let foot = 0;
  return parts.map((part) => {
    const middle = foot + part / 2;
    foot += part;
    return top === 0 ? 0 : middle / top;
  });
}

/** Round steps for an axis of micro-USD: 0 and at most five lines above, the top one not below the highest stack. */
export function moneyTicks(highest: number): number[] {
  const rough = Math.max(1, highest) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(
    1,
    [1, 2, 2.5, 5, 10].map((times) => times * power).find((one) => one >= rough) ?? rough,
  );
  const lines = Math.max(1, Math.ceil(highest / step));
  return Array.from({ length: lines + 1 }, (_, line) => Math.round(line * step));
}
