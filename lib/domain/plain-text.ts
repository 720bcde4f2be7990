// Text from outside as one plain line: no control characters, no marks that turn the direction of what follows, bounded in length.

/** Line ends, other controls, and what is invisible or changes how the rest is read. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu;

/** @param most in code points; what is longer ends in an ellipsis. */
export function plainLine(text: string, most: number): string {
  const line = text.toWellFormed().replace(UNSEEN, ' ').trim();
  const points = Array.from(line.slice(0, 2 * most + 2));
  return points.length > most
    ? `${points
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
    : line;
}
