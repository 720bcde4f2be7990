// The ways in which an outgoing request fails; refuses to leave open whether anything can have been sent.
import { CodedError } from '../../domain/errors';

export type EgressErrorCode =
  | 'url_refused'
  | 'address_refused'
  | 'header_refused'
  | 'request_too_large'
  | 'dns_failed'
  | 'connect_failed'
  | 'tls_failed'
  | 'timeout'
  | 'aborted'
  | 'connection_lost'
  | 'redirect_refused'
  | 'response_too_large'
  | 'response_unreadable';

export type Place = { readonly host: string; readonly port: number };

export type EgressErrorDetails = {
  /** True from the moment the first byte of a request may have left; false is a proof that nothing happened. */
  readonly sent: boolean;
  /** Whether another attempt could fare better, where doing it again is harmless. */
  readonly repeat: 'retryable' | 'fatal';
  /** The status of the answer, where its head arrived. */
  readonly status?: number | undefined;
  /** What was not reached, where that is not what was asked. */
  readonly target?: Place | undefined;
  readonly cause?: unknown;
};

/** As thrown its class is `unknown` when something was sent; a caller whose request has no effect takes `asHarmless()`. */
export class EgressError extends CodedError {
  override readonly name = 'EgressError';
  readonly sent: boolean;
  readonly repeat: 'retryable' | 'fatal';
  readonly status: number | null;
  readonly target: Place | null;

  constructor(code: EgressErrorCode, message: string, details: EgressErrorDetails) {
    super(code, details.sent ? 'unknown' : details.repeat, message, { cause: details.cause });
    this.sent = details.sent;
    this.repeat = details.repeat;
    this.status = details.status ?? null;
    this.target = details.target ?? null;
  }

  /** The same failure of a request that may be made again without harm. */
  asHarmless(): CodedError {
    return new CodedError(this.code, this.repeat, this.message, { cause: this });
  }
}

function isTimeout(reason: unknown): boolean {
  if (reason instanceof CodedError) return reason.code === 'timeout';
  return reason instanceof Error && reason.name === 'TimeoutError';
}

/** What an aborted signal means: a timeout by its name or code, anything else an abort. */
export function abortError(signal: AbortSignal, sent: boolean, where: string): EgressError {
  const reason: unknown = signal.reason;
  const timedOut = isTimeout(reason);
  const state = sent ? 'no answer yet' : 'nothing had been sent';
  return timedOut
    ? new EgressError('timeout', `${where}: time ran out; ${state}`, {
        sent,
        repeat: 'retryable',
        cause: reason,
      })
    : new EgressError('aborted', `${where}: given up; ${state}`, {
        sent,
        repeat: 'retryable',
        cause: reason,
      });
}

/** The system's word for a failure (ECONNREFUSED …), or its message. */
export function reasonOf(cause: unknown): string {
  if (cause instanceof AggregateError) return cause.errors.map(reasonOf).join(', ');
  if (!(cause instanceof Error)) return String(cause);
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}
