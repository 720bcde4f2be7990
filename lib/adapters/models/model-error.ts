// What a failed model call means; a model call has no effect, so whatever may pass is retryable, and what the request itself causes is fatal.
import { APICallError, InvalidResponseDataError, JSONParseError, TypeValidationError } from 'ai';
import { CodedError } from '../../domain/errors';
import { parseRetryAfterMs } from '../../resilience/retry-after';
import { abortError, EgressError } from '../egress/egress-error';
import { receiverWords } from '../receiver-words';

/** The SDK wraps what the network said, once or twice. */
function egressErrorIn(error: unknown): EgressError | null {
  let current = error;
  for (let i = 0; i < 5 && current instanceof Error; i += 1) {
    if (current instanceof EgressError) return current;
    current = current.cause;
  }
  return null;
}

function retryAfterMs(headers: Readonly<Record<string, string>> | undefined, nowMs: number) {
  const exact = headers?.['retry-after-ms'];
  if (exact !== undefined && /^\d{1,9}$/.test(exact)) return Number(exact);
  return parseRetryAfterMs(headers?.['retry-after'], nowMs) ?? undefined;
}

function unreadable(model: string, why: string, cause: unknown): CodedError {
  return new CodedError(
    'model_answer_unreadable',
    'retryable',
    `the answer of ${model} can not be read: ${why}`,
    {
      cause,
    },
  );
}

function apiError(error: APICallError, model: string, nowMs: number): CodedError {
  const status = error.statusCode ?? 0;
  if (status >= 200 && status < 300) return unreadable(model, error.message, error);
  const words = receiverWords(error.responseBody ?? '') || error.message;
  const retryable = status === 408 || status === 409 || status === 429 || status >= 500;
  return new CodedError(
    `http_${status}`,
    retryable ? 'retryable' : 'fatal',
    `the provider of ${model} answered ${status}: ${words}`,
    { cause: error, retryAfterMs: retryAfterMs(error.responseHeaders, nowMs) },
  );
}

/** @param model the configured name, for the message. */
export function modelError(error: unknown, model: string, signal: AbortSignal, nowMs: number): CodedError {
  const egress = egressErrorIn(error);
  if (egress !== null) return egress.asHarmless();
  if (error instanceof CodedError) return error;
  if (signal.aborted) return abortError(signal, false, model);
  if (APICallError.isInstance(error) && error.statusCode !== undefined) return apiError(error, model, nowMs);
  if (
    InvalidResponseDataError.isInstance(error) ||
    JSONParseError.isInstance(error) ||
    TypeValidationError.isInstance(error)
  ) {
    return unreadable(model, error.message, error);
  }
  const why = error instanceof Error ? error.message : String(error);
  return new CodedError('model_call_failed', 'fatal', `the call to ${model} could not be made: ${why}`, {
    cause: error,
  });
}
