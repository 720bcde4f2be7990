// An error that an attempt ended with, as it is journalled; one without a class of its own is one the adapter did not foresee.
import { CodedError, type RecordedError, StoreUnavailableError } from '@/lib/domain/errors';

export function recorded(cause: unknown, otherwise: RecordedError['class']): RecordedError {
  // Only what stands before the request reads the store (a secret): nothing was sent, and it is not the other side's fault.
  if (cause instanceof StoreUnavailableError) return { ...cause.toRecord(), class: 'refused' };
  if (cause instanceof CodedError) return cause.toRecord();
  return {
    code: 'unexpected',
    message: cause instanceof Error ? cause.message : String(cause),
    class: otherwise,
  };
}

/** What a receiver answered stands in the message of the error that it became. */
export function quotesAnswer({ code }: Pick<RecordedError, 'code'>): boolean {
  return code.startsWith('http_');
}
