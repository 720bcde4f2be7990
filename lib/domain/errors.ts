// The coded errors of the house; refuses an error without a class, because the class decides what happens next.
import type { JsonValue } from './json';

/** Of an answer that does not fit the output schema of its tool. */
export const CONTRACT_BROKEN = 'contract_broken';

/**
 * - `retryable`: it certainly did not happen, or doing it again is harmless.
 * - `fatal`: doing it again would fail again.
 * - `refused`: ours (halted, in flight elsewhere): deferred, and no attempt is counted.
 * - `unknown`: it may have happened (timeout after sending, lost reply); never retried blindly.
 */
export const ERROR_CLASSES = ['retryable', 'fatal', 'refused', 'unknown'] as const;
export type ErrorClass = (typeof ERROR_CLASSES)[number];

/** An error as it is journalled and shown: redacted, without a stack. */
export type RecordedError = {
  readonly code: string;
  readonly message: string;
  readonly class: ErrorClass;
  /** Milliseconds the other side asked us to wait (`Retry-After`). */
  readonly retryAfterMs?: number | undefined;
  /** The answer that broke its contract, as it came: for people who look at the call, never for a model. */
  readonly misfit?: JsonValue | undefined;
};

// Instrumentation, routes and pages each get their own copy of this module, so these two are told by a mark and not by the copy that made them.
const CODED = Symbol.for('bulkhead.CodedError');
const STORE_UNAVAILABLE = Symbol.for('bulkhead.StoreUnavailableError');
const REQUEST = Symbol.for('bulkhead.RequestError');
const bears = (mark: symbol, value: unknown): boolean =>
  typeof value === 'object' && value !== null && mark in value;

export class CodedError extends Error {
  /** Classes that extend it are told as usual. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: what stands right of instanceof, which may be a class that extends this one
    return this === CodedError ? bears(CODED, value) : super[Symbol.hasInstance](value);
  }
  readonly [CODED] = true;
  override readonly name: string = 'CodedError';
  readonly code: string;
  readonly class: ErrorClass;
  readonly retryAfterMs: number | undefined;
  readonly misfit: JsonValue | undefined;

  constructor(
    code: string,
    errorClass: ErrorClass,
    message: string,
    options: { cause?: unknown; retryAfterMs?: number | undefined; misfit?: JsonValue | undefined } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.class = errorClass;
    this.retryAfterMs = options.retryAfterMs;
    this.misfit = options.misfit;
  }

  toRecord(): RecordedError {
    return {
      code: this.code,
      message: this.message,
      class: this.class,
      ...(this.retryAfterMs === undefined ? {} : { retryAfterMs: this.retryAfterMs }),
      ...(this.misfit === undefined ? {} : { misfit: this.misfit }),
    };
  }
}

/**
 * The store can't be reached, or can't say what became of a write. The same commit may be handed in again: it is taken once.
 */
export class StoreUnavailableError extends CodedError {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return bears(STORE_UNAVAILABLE, value);
  }
  readonly [STORE_UNAVAILABLE] = true;
  override readonly name = 'StoreUnavailableError';
  constructor(message: string, options: { cause?: unknown } = {}) {
    super('store_unavailable', 'retryable', message, options);
  }
}

/** One thing that is wrong with what a caller sent, at a JSON Pointer. */
export type Problem = { readonly path: string; readonly message: string };

/** The codes of `application/problem+json`; each has one HTTP status. */
export const REQUEST_ERROR_STATUS = {
  invalid_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  approval_stale: 409,
  already_decided: 409,
  in_flight: 409,
  version_mismatch: 412,
  too_large: 413,
  unsupported_media_type: 415,
  idempotency_mismatch: 422,
  rate_limited: 429,
  unavailable: 503,
  halted: 503,
  shedding: 503,
} as const;
export type RequestErrorCode = keyof typeof REQUEST_ERROR_STATUS;

/** A refusal of what a client asked for; its message and problems may be shown to that client. */
export class RequestError extends Error {
  static override [Symbol.hasInstance](value: unknown): boolean {
    return bears(REQUEST, value);
  }
  readonly [REQUEST] = true;
  override readonly name = 'RequestError';
  constructor(
    readonly code: RequestErrorCode,
    readonly detail: string,
    readonly problems: readonly Problem[] = [],
    readonly data: Readonly<Record<string, unknown>> = {},
  ) {
    super(detail);
  }
  get status(): number {
    return REQUEST_ERROR_STATUS[this.code];
  }
}
