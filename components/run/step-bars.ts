// The bars of one step on the time axis, in milliseconds: attempts, the pauses between them, and the wait for a person or an event.
// Pure; the timeline's scale turns them into widths.
import type { StepShape } from '@/lib/contract/run-detail';
import { toEpochMs } from '@/lib/format/time';
import { isHeld } from './step-words';
import type { Span } from './timeline-scale';

export type StepBar = Span & {
  readonly kind: 'model' | 'tool' | 'failed' | 'backoff' | 'wait' | 'waiting-now';
};

type OpenSpan = Span & { readonly open: boolean };

type Attempt = StepShape['attempts'][number];

/** True for the attempt that is being made; one without an end that is not is an attempt whose worker was lost. */
export function isInFlight(step: StepShape, attempt: Attempt): boolean {
  return attempt.finishedAt === null && step.status === 'running' && attempt === step.attempts.at(-1);
}

function attemptBar(step: StepShape, attempt: Attempt, nowMs: number): StepBar {
  const startMs = toEpochMs(attempt.startedAt);
  const endMs =
    attempt.finishedAt !== null
      ? toEpochMs(attempt.finishedAt)
      : isInFlight(step, attempt)
        ? Math.max(startMs, nowMs)
        : startMs; // nobody knows when a lost worker stopped
  const well =
    attempt.outcome === 'succeeded' || attempt.outcome === 'not_found' || isInFlight(step, attempt);
  return { kind: well ? (step.kind === 'model' ? 'model' : 'tool') : 'failed', startMs, endMs };
}

/** When a person was or is waited for: after the attempts made before the question (an unknown outcome), else from the proposal. */
export function personWait(step: StepShape, nowMs: number): OpenSpan | undefined {
  if (step.approval === null) return undefined;
  const verdict = step.approval.verdict;
  const settled = step.finishedAt !== null;
  const open = verdict === null && !settled;
  const endMs = verdict !== null ? toEpochMs(verdict.at) : settled ? toEpochMs(step.finishedAt ?? 0) : nowMs;
  const before = step.attempts
    .map((attempt) => toEpochMs(attempt.finishedAt ?? attempt.startedAt))
    .filter((atMs) => atMs <= endMs);
  const startMs = Math.max(toEpochMs(step.startedAt), ...before);
  return endMs < startMs ? undefined : { startMs, endMs, open };
}

/** When an event was or is waited for; one that came before ends the wait as it begins. */
function eventWait({ wait, status, finishedAt }: StepShape, nowMs: number): OpenSpan | undefined {
  if (wait === null) return undefined;
  const startMs = toEpochMs(wait.since);
  const open = status === 'waiting';
  const endMs = open ? nowMs : toEpochMs(finishedAt ?? wait.since);
  return { startMs, endMs: Math.max(startMs, endMs), open };
}

/** Since when something has held the next attempt back: said where another run holds it, else from what came last. */
function heldWait(step: StepShape, nowMs: number): OpenSpan | undefined {
  if (step.deferred === null || !isHeld(step)) return undefined;
  const last = step.attempts.at(-1);
  const since = step.deferred.since ?? last?.finishedAt ?? step.approval?.verdict?.at ?? step.startedAt;
  const startMs = toEpochMs(since);
  return { startMs, endMs: Math.max(startMs, nowMs), open: true };
}

/** A call that was held had a wait before its first attempt, also when a later question (an unknown outcome) took its place. */
function earlierWait(step: StepShape, wait: Span | undefined): Span | undefined {
  const first = step.attempts[0];
  if (first === undefined || step.admission?.verdict !== 'await_approval') return undefined;
  const span = { startMs: toEpochMs(step.startedAt), endMs: toEpochMs(first.startedAt) };
  return wait !== undefined && wait.startMs < span.endMs ? undefined : span;
}

export function stepBars(step: StepShape, nowMs: number): StepBar[] {
  const wait = personWait(step, nowMs);
  const attempts = step.attempts.map((attempt) => attemptBar(step, attempt, nowMs));
  const bars: StepBar[] = [...attempts];
  for (const one of [wait, eventWait(step, nowMs), heldWait(step, nowMs)])
    if (one !== undefined)
      bars.push({ kind: one.open ? 'waiting-now' : 'wait', startMs: one.startMs, endMs: one.endMs });
  const earlier = earlierWait(step, wait);
  if (earlier !== undefined) bars.push({ kind: 'wait', ...earlier });
  for (const [i, attempt] of attempts.entries()) {
    const next = attempts[i + 1];
    const toMs =
      next?.startMs ??
      (step.status === 'retrying'
        ? Math.max(attempt.endMs, Math.min(nowMs, toEpochMs(step.retryAt ?? 0)))
        : undefined);
    if (toMs === undefined || toMs <= attempt.endMs) continue;
    const personBetween = wait !== undefined && wait.startMs >= attempt.endMs && wait.endMs <= toMs;
    if (!personBetween) bars.push({ kind: 'backoff', startMs: attempt.endMs, endMs: toMs });
  }
  return bars.sort((a, b) => a.startMs - b.startMs);
}

/** When work was done: what the scale must not fold. */
export function busySpans(steps: readonly StepShape[], nowMs: number): Span[] {
  return steps.flatMap((step) => step.attempts.map((attempt) => attemptBar(step, attempt, nowMs)));
}

/**
 * How long the step took or has been taking: its attempts with the pauses between them; before any attempt, the wait
 * for a person or for what holds it back; the wait for an event, which has no attempt. Undefined where there is nothing to measure.
 */
export function stepTookMs(step: StepShape, nowMs: number): number | undefined {
  const bars = step.attempts.map((attempt) => attemptBar(step, attempt, nowMs));
  const first = bars[0];
  if (first !== undefined) return Math.max(...bars.map((bar) => bar.endMs)) - first.startMs;
  const wait = eventWait(step, nowMs) ?? heldWait(step, nowMs) ?? personWait(step, nowMs);
  return wait === undefined ? undefined : wait.endMs - wait.startMs;
}
