/**
 * The ref of a row that somebody came to look at. It is brought into sight in the next frame: a page that is walked to scrolls to its own top in the
 * commit that draws the row.
 */
export function intoSight(row: HTMLElement | null): (() => void) | undefined {
  if (row === null) return undefined;
  const frame = requestAnimationFrame(() => row.scrollIntoView({ block: 'center' }));
  return () => cancelAnimationFrame(frame);
}
