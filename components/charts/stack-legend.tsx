// Names of the parts of a stack: beside the last one that holds anything, or below the drawing where there is no room beside it.

import type { StackOfParts, StackSeries } from './stack';
import { middlesOf, spreadLabels } from './stack-labels';

const LABEL_GAP_PX = 17;

export type StackLabelsProps = {
  series: readonly StackSeries[];
  slices: readonly StackOfParts[];
  /** The value at the upper end of the axis. */
  top: number;
  /** The plot's upper edge and height inside the drawing, and the room at its right. */
  place: { readonly topPx: number; readonly heightPx: number; readonly widthPx: number };
};

/** The drawing's own sentence and table say the same to who doesn't see it. */
export function StackLabels({ series, slices, top, place }: StackLabelsProps) {
  const last = slices.findLast((slice) => slice.totalMicroUsd > 0);
  if (last === undefined) return null;
  const wanted = middlesOf(last.parts, top).map((share) => share * place.heightPx);
  const placed = spreadLabels(wanted, LABEL_GAP_PX, place.heightPx);
  return (
    <ul
      aria-hidden="true"
      className="pointer-events-none absolute inset-y-0 right-0 text-2xs"
      style={{ width: place.widthPx }}
    >
      {series.map((one, i) => (
        <li
          key={one.label}
          className="absolute left-0 flex max-w-full -translate-y-1/2 items-center gap-1.5"
          style={{ top: place.topPx + place.heightPx - (placed[i] ?? 0) }}
        >
          <Swatch place={i} />
          <span className="truncate">{one.label}</span>
        </li>
      ))}
    </ul>
  );
}

export function StackLegend({ series }: { series: readonly StackSeries[] }) {
  return (
    <ul className="mt-1 flex flex-wrap gap-x-3 gap-y-1 text-xs text-muted">
      {series.map((one, i) => (
        <li key={one.label} className="inline-flex items-center gap-1.5">
          <Swatch place={i} />
          {one.label}
        </li>
      ))}
    </ul>
  );
}

function Swatch({ place }: { place: number }) {
  return (
    <i className="size-2 flex-none rounded-[1.5px]" style={{ background: `var(--series-${place + 1})` }} />
  );
}
