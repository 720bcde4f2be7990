// An error that an attempt ended with, as it is journalled; one without a class of its own is one the adapter did not foresee.
import { CONTRACT_BROKEN, CodedError, type RecordedError, StoreUnavailableError } from '@/lib/domain/errors';
import type { ToolDefinition } from '@/lib/domain/tool';

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

/** Their messages are ours to the last word, or repeat what the caller itself said. */
const OUR_WORDS: ReadonlySet<string> = new Set([
  ...['timeout', 'aborted', 'attempts_exhausted', 'follow_up_cap'],
  ...['effect_in_flight', 'resource_busy'],
  ...['idempotency_mismatch', 'effect_undone', 'effect_unknown_elsewhere'],
  ...['invalid_arguments', 'template_invalid'],
  ...['secret_missing', 'secret_ambiguous', 'secret_unavailable', 'secret_unreadable'],
  ...['header_refused', 'request_too_large', 'address_refused'],
  ...['dns_failed', 'connect_failed', 'connection_lost', 'response_too_large'],
  // A model is told no more of it than that it is so.
  CONTRACT_BROKEN,
]);

/** Whether a receiver's own words may stand in the message: so it is unless the code is known to tell none of them. */
function quotesAnswer({ code, class: errorClass }: Pick<RecordedError, 'code' | 'class'>): boolean {
  return errorClass !== 'refused' && !OUR_WORDS.has(code);
}

type ErrorLabels = { readonly tainted: boolean; readonly privateData: boolean };

/** An error that may hold words of the receiver is what the tool declares of its answers. */
export function errorLabels(
  error: Pick<RecordedError, 'code' | 'class'>,
  { untrustedOutput, privateData }: Pick<ToolDefinition, 'untrustedOutput' | 'privateData'>,
): ErrorLabels {
  const quotes = quotesAnswer(error);
  return { tainted: quotes && untrustedOutput, privateData: quotes && privateData };
}

/** As an error's row holds them: only where they are so. */
export function journalMarks({ tainted, privateData }: ErrorLabels): { tainted?: true; privateData?: true } {
  return { ...(tainted && { tainted }), ...(privateData && { privateData }) };
}
