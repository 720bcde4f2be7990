// From the clock to the width of a timeline: what is busy keeps its proportion, idle stretches above 10 s are folded.
// Pure; knows spans of milliseconds, no step.

export type Span = { readonly startMs: number; readonly endMs: number };
/** `fold` true: the stretch has a fixed share of the width, however long it took. */
export type Stretch = Span & { readonly fold: boolean; readonly from: number; readonly to: number };
export type Tick = { readonly at: number; readonly elapsedMs: number };

export type TimelineScale = {
  readonly startMs: number;
  readonly endMs: number;
  readonly stretches: readonly Stretch[];
  /** Place of an instant as a share of the width, 0..1. Instants outside are clamped. */
  at(ms: number): number;
};

export const FOLD_ABOVE_MS = 10_000;
const FOLD_SHARE = 0.125;
/** However many folds there are, half of the width stays for work. */
const FOLDS_SHARE_MOST = 0.5;

/** Merges spans that touch or overlap, in order of their start. */
export function unionOf(spans: readonly Span[]): Span[] {
  const merged: { startMs: number; endMs: number }[] = [];
  for (const span of [...spans].sort((a, b) => a.startMs - b.startMs)) {
    const last = merged.at(-1);
    if (last !== undefined && span.startMs <= last.endMs) last.endMs = Math.max(last.endMs, span.endMs);
    else merged.push({ startMs: span.startMs, endMs: Math.max(span.startMs, span.endMs) });
  }
  return merged;
}

/** Cuts `whole` into busy and idle parts; idle ones above FOLD_ABOVE_MS are folds. */
function parts(whole: Span, busy: readonly Span[]): (Span & { fold: boolean })[] {
  const cut: (Span & { fold: boolean })[] = [];
  const push = (startMs: number, endMs: number, idle: boolean): void => {
    if (endMs <= startMs) return;
    const fold = idle && endMs - startMs > FOLD_ABOVE_MS;
    const last = cut.at(-1);
    if (last !== undefined && !fold && !last.fold)
      cut[cut.length - 1] = { startMs: last.startMs, endMs, fold };
    else cut.push({ startMs, endMs, fold });
  };
  let reachedMs = whole.startMs;
  for (const span of unionOf(busy)) {
    const startMs = Math.min(whole.endMs, Math.max(reachedMs, span.startMs));
    const endMs = Math.min(whole.endMs, Math.max(startMs, span.endMs));
    push(reachedMs, startMs, true);
    push(startMs, endMs, false);
    reachedMs = Math.max(reachedMs, endMs);
  }
  push(reachedMs, whole.endMs, true);
  return cut;
}

export function timelineScale(whole: Span, busy: readonly Span[]): TimelineScale {
  const cut = parts(whole, busy);
  const folds = cut.filter((part) => part.fold).length;
  const workMs = cut.reduce((sum, part) => sum + (part.fold ? 0 : part.endMs - part.startMs), 0);
  const foldShare =
    folds === 0 ? 0 : workMs === 0 ? 1 / folds : Math.min(FOLD_SHARE, FOLDS_SHARE_MOST / folds);
  const workShare = 1 - folds * foldShare;
  const stretches: Stretch[] = [];
  let reached = 0;
  for (const part of cut) {
    const width = part.fold ? foldShare : (workShare * (part.endMs - part.startMs)) / workMs;
    stretches.push({ ...part, from: reached, to: Math.min(1, reached + width) });
    reached += width;
  }
  return { ...whole, stretches, at: (ms) => placeIn(stretches, ms) };
}

function placeIn(stretches: readonly Stretch[], ms: number): number {
  const first = stretches[0];
  if (first === undefined || ms <= first.startMs) return 0;
  for (const stretch of stretches) {
    if (ms > stretch.endMs) continue;
    const share = (ms - stretch.startMs) / (stretch.endMs - stretch.startMs);
    return stretch.from + share * (stretch.to - stretch.from);
  }
  return 1;
}

const STEPS_MS = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_800, 3_600].map((seconds) => seconds * 1_000);

/**
 * Ticks with the real time since the start: at 0 and where a fold begins; without folds at round times. None stands
 * closer to the one before than `apart` (a share of the width), so that labels don't run into each other.
 */
export function timelineTicks(scale: TimelineScale, apart = 0.17): Tick[] {
  const folds = scale.stretches.filter((stretch) => stretch.fold);
  const spanMs = scale.endMs - scale.startMs;
  const stepMs =
    STEPS_MS.find((ms) => spanMs / ms <= 5) ??
    Math.max(3_600_000, Math.ceil(spanMs / 5 / 3_600_000) * 3_600_000);
  const wanted =
    folds.length > 0
      ? folds.map((fold) => fold.startMs)
      : Array.from({ length: Math.floor(spanMs / stepMs) }, (_, i) => scale.startMs + (i + 1) * stepMs);
  const ticks: Tick[] = [{ at: 0, elapsedMs: 0 }];
  for (const ms of wanted) {
    const at = scale.at(ms);
    const last = ticks.at(-1);
    // The last label needs room to its right, too.
    if (last !== undefined && at - last.at >= apart && at <= 1 - apart * 0.6)
      ticks.push({ at, elapsedMs: ms - scale.startMs });
  }
  return ticks;
}
