// Sizes of two panes: kept within what both need, stepped by keys. Pure; remembers nothing.

export type PaneBounds = { min: number; otherMin: number; total: number };

/** Whole pixels, never below either pane's minimum; the measured pane gives way last when there is too little room. */
export function clampPane(size: number, { min, otherMin, total }: PaneBounds): number {
  return Math.round(Math.max(min, Math.min(size, total - otherMin)));
}

/** The size after a key on the separator; the measured pane is the right one, so ArrowLeft widens it. */
export function paneByKey(key: string, size: number, bounds: PaneBounds, shift: boolean): number | undefined {
  const step = shift ? 64 : 16;
  switch (key) {
    case 'ArrowLeft':
      return clampPane(size + step, bounds);
    case 'ArrowRight':
      return clampPane(size - step, bounds);
    case 'Home':
      return clampPane(bounds.total, bounds);
    case 'End':
      return clampPane(0, bounds);
    default:
      return undefined;
  }
}

/** A remembered size, or undefined for what is none. */
export function parsePane(text: string | null): number | undefined {
  const size = text === null || text === '' ? Number.NaN : Number(text);
  return Number.isFinite(size) && size > 0 ? size : undefined;
}
