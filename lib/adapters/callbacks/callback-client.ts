// Sends one signed event through the guarded egress client; says how it was answered and refuses to read the answer's body.
import type { EgressCaller } from '../../domain/egress';
import { parseRetryAfterMs } from '../../resilience/retry-after';
import type { EgressClient } from '../egress/egress-client';
import { callbackSignature } from './sign-callback';

export type CallbackRequest = {
  readonly caller: EgressCaller;
  readonly url: string;
  readonly eventId: string;
  readonly body: Uint8Array;
  /** Newest first; each signs. */
  readonly secrets: readonly string[];
  /** Epoch ms: the signature's time. */
  readonly nowMs: number;
};

export type CallbackAnswer = { readonly status: number; readonly retryAfterMs: number | null };

/** A receiver that needs longer takes the event in and works on it later. */
export const CALLBACK_TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 64 * 1024;

/** Redirects are not followed: the signature is for the address that was configured. @throws EgressError where no answer came. */
export async function sendCallback(
  egress: EgressClient,
  { caller, url, eventId, body, secrets, nowMs }: CallbackRequest,
  signal: AbortSignal,
): Promise<CallbackAnswer> {
  const { status, headers } = await egress.request({
    caller,
    url,
    method: 'POST',
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'bulkhead-event-id': eventId,
      'bulkhead-signature': callbackSignature(body, nowMs, secrets),
    },
    body,
    signal: AbortSignal.any([signal, AbortSignal.timeout(CALLBACK_TIMEOUT_MS)]),
    maxResponseBytes: MAX_ANSWER_BYTES,
  });
  return { status, retryAfterMs: parseRetryAfterMs(headers.get('retry-after'), nowMs) };
}
