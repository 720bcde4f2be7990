// What stacked bars are drawn from: series, slices of time with their parts, and which part was picked. Knows no drawing.
export type StackSeries = {
  readonly label: string;
  /** False where it stands for no single thing. */
  readonly pickable: boolean;
};
export type StackOfParts = {
  /** ISO 8601. */
  readonly at: string;
  readonly parts: readonly number[];
  readonly totalMicroUsd: number;
};
export type StackPick = { readonly series: number; readonly at: string };

export type StackedBarsProps = {
  series: readonly StackSeries[];
  slices: readonly StackOfParts[];
  /** How the beginning of a slice reads on the axis. */
  labelOf: (at: string) => string;
  /** Over the first column of the table: "Day (UTC)". */
  sliceTitle: string;
  /** What the drawing says, for who doesn't see it. */
  sentence: string;
  /** A series of -1 stands for all of them. */
  picked: StackPick | null;
  onPick: (pick: StackPick) => void;
};
