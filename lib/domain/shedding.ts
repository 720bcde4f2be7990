// When new runs are refused because those that were accepted wait too long. Refuses nothing that was accepted.
import type { TriggerKind } from './run';

/** Whoever sits at a form is refused last: a caller that is a program can wait and ask again. What undoes is never refused. */
const PATIENCE: Readonly<Record<TriggerKind, number>> = {
  api: 1,
  form: 2,
  compensation: Number.POSITIVE_INFINITY,
};

export function isShed(
  { oldestMs, shedAfterMs }: { readonly oldestMs: number | null; readonly shedAfterMs: number | null },
  kind: TriggerKind,
): boolean {
  return oldestMs !== null && shedAfterMs !== null && oldestMs > shedAfterMs * PATIENCE[kind];
}

const LEAST_MS = 1_000;
const MOST_MS = 60_000;

/** When it is worth asking again: a queue does not become young within less than it may be old, but may be drained sooner than that. */
export function retryAfterMs(shedAfterMs: number): number {
  return Math.min(MOST_MS, Math.max(LEAST_MS, Math.round(shedAfterMs / 2)));
}
