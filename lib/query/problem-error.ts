// What can come back instead of an answer: a problem the server named, no answer at all, or one nobody can read.
import type { ProblemDetails } from '../contract/problem';

/** The server refused; `problem` may be shown to the person who asked. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  constructor(
    readonly problem: ProblemDetails,
    /** What the server asked us to wait (`Retry-After`), when it did. */
    readonly retryAfterMs: number | undefined,
  ) {
    super(problem.detail);
  }
  get code(): string {
    return this.problem.code;
  }
  get status(): number {
    return this.problem.status;
  }
  /** What is wrong at this JSON Pointer, e.g. `/input/amount`; the first of several. */
  messageAt(pointer: string): string | undefined {
    return this.problem.errors.find((error) => error.path === pointer)?.message;
  }
}

/** Nothing came back: whether the server did what was asked is not known. Sent again with the same intent, it is done once. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}

/** The answer has another shape than this page was built for: the server was updated under it. */
export class UnreadableAnswerError extends Error {
  override readonly name = 'UnreadableAnswerError';
}

const WORTH_ANOTHER_TRY: ReadonlySet<string> = new Set(['unavailable', 'rate_limited', 'in_flight']);
const MOST_TRIES = 4;
const LONGEST_WAIT_MS = 10_000;

/** Whether asking again can help. Safe for writes too, because they carry their intent's key. */
export function worthRetrying(failures: number, error: Error): boolean {
  if (failures >= MOST_TRIES) return false;
  if (error instanceof ConnectionError) return true;
  return error instanceof ApiProblem && WORTH_ANOTHER_TRY.has(error.code);
}

/** Milliseconds before the next try: what the server asked for, else doubling from 300 ms. */
export function retryWaitMs(failures: number, error: Error): number {
  const asked = error instanceof ApiProblem ? error.retryAfterMs : undefined;
  return Math.min(LONGEST_WAIT_MS, asked ?? 300 * 2 ** failures);
}

/** One sentence for people, whatever it was. */
export function messageOf(error: Error): string {
  if (
    error instanceof ApiProblem ||
    error instanceof ConnectionError ||
    error instanceof UnreadableAnswerError
  )
    return error.message;
  return 'Something went wrong on this page. Reload it; if it stays, the browser console says more.';
}
