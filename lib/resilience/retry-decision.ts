// What follows a failed attempt, by what kind of effect it had, what kind of error came, and whether it may have happened.
import type { RecordedError } from '@/lib/domain/errors';
import type { EffectClass } from '@/lib/domain/tool';
import { type BackoffPolicy, fullJitterMs } from './backoff';

export type RetryFacts = {
  readonly error: RecordedError;
  /** `none` for a model call: it has no effect outside and may be made again. */
  readonly effect: EffectClass | 'none';
  readonly mode: 'send' | 'look_up';
  /** Attempts of this mode that failed, this one included; refusals are not counted. */
  readonly failures: number;
  /** Refusals in a row, this one included. */
  readonly refusals: number;
  readonly maxAttempts: number;
  /** An earlier attempt, or this one, may have happened. */
  readonly doubt: boolean;
  readonly backoff: BackoffPolicy;
  readonly nowMs: number;
  /** The run's deadline in epoch milliseconds. */
  readonly deadlineMs: number;
  /** Uniform in [0, 1). */
  readonly random: number;
};

/** RETRY and LOOK_UP carry the instant; ASK: only a person can tell what happened; FINAL: it certainly did not, or it does not matter. */
export type RetryDecision =
  | { readonly kind: 'RETRY'; readonly atMs: number }
  | { readonly kind: 'LOOK_UP'; readonly atMs: number }
  | { readonly kind: 'ASK' }
  | { readonly kind: 'FINAL' };

const ASK = { kind: 'ASK' } as const;
const FINAL = { kind: 'FINAL' } as const;

export function decideRetry(facts: RetryFacts): RetryDecision {
  const { error, effect } = facts;
  if (error.class === 'refused') {
    // What was deferred is what is done later: a question stays a question.
    return { kind: facts.mode === 'look_up' ? 'LOOK_UP' : 'RETRY', atMs: waitUntil(facts, facts.refusals) };
  }
  if (facts.mode === 'look_up') return afterFailedLookUp(facts);
  if (effect === 'none' || effect === 'read') {
    return error.class === 'fatal' ? FINAL : retryOr(FINAL, facts);
  }
  if (!facts.doubt) return error.class === 'fatal' ? FINAL : retryOr(FINAL, facts);
  switch (effect) {
    case 'idempotent':
      // A fatal answer after a doubtful attempt may well say "already done": sending on would learn nothing.
      return error.class === 'fatal' ? ASK : retryOr(ASK, facts);
    case 'reconcilable':
      return { kind: 'LOOK_UP', atMs: facts.nowMs };
    case 'unsafe':
      return ASK;
  }
}

/** The receiver could not say whether it happened. */
function afterFailedLookUp(facts: RetryFacts): RetryDecision {
  if (facts.error.class === 'fatal' || facts.failures >= facts.maxAttempts) return ASK;
  const atMs = waitUntil(facts, facts.failures);
  return { kind: 'LOOK_UP', atMs };
}

function retryOr(otherwise: RetryDecision, facts: RetryFacts): RetryDecision {
  if (facts.failures >= facts.maxAttempts) return otherwise;
  const atMs = waitUntil(facts, facts.failures);
  // Waiting past the deadline for what the other side asked would only end there.
  return facts.error.retryAfterMs !== undefined && atMs >= facts.deadlineMs
    ? otherwise
    : { kind: 'RETRY', atMs };
}

/** `Retry-After` is a floor: the jitter comes on top, so that those who were told the same second do not meet in it. */
function waitUntil({ nowMs, error, backoff, random }: RetryFacts, failures: number): number {
  return nowMs + (error.retryAfterMs ?? 0) + fullJitterMs(failures, backoff, random);
}
