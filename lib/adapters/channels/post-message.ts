// Posts one message to a receiver through the guarded egress client; says how it was answered, in the receiver's first words at most.
import type { EgressCaller } from '../../domain/egress';
import { plainLine } from '../../domain/plain-text';
import { parseRetryAfterMs } from '../../resilience/retry-after';
import type { EgressClient } from '../egress/egress-client';

export type PostRequest = {
  readonly caller: EgressCaller;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Epoch ms. */
  readonly nowMs: number;
};

export type PostAnswer = {
  readonly status: number;
  readonly retryAfterMs: number | null;
  /** What it said, in one plain line; empty where it said nothing. */
  readonly words: string;
};

const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 64 * 1024;
const MOST_WORDS = 120;

/** Redirects are not followed. @throws EgressError where no answer came. */
export async function postMessage(
  egress: EgressClient,
  { caller, url, headers, body, nowMs }: PostRequest,
): Promise<PostAnswer> {
  const answer = await egress.request({
    caller,
    url,
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    maxResponseBytes: MAX_ANSWER_BYTES,
  });
  return {
    status: answer.status,
    retryAfterMs: parseRetryAfterMs(answer.headers.get('retry-after'), nowMs),
    words: plainLine(Buffer.from(answer.body).toString('utf8'), MOST_WORDS),
  };
}
