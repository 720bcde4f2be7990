// What an answer means for the effect: its value, or a coded error; refuses a body that can't be read or kept.
import { CodedError, type ErrorClass } from '../../domain/errors';
import type { JsonValue } from '../../domain/json';
import type { EffectClass } from '../../domain/tool';
import { parseRetryAfterMs } from '../../resilience/retry-after';
import { readBoundedJson } from '../bounded-json';
import type { EgressResponse } from '../egress/egress-client';
import { receiverWords } from '../receiver-words';

/**
 * The class of a status that is no success. 429, 408 and 503 say that the receiver did not take the call. 502 and 504 come from
 * someone in between who can't say what the receiver did: harmless for reads and for receivers that honour our key, unknown otherwise. Any other
 * 5xx may have come after the effect. 307 and 308 ask to send elsewhere, so nothing was done; other redirects commonly follow a deed.
 */
export function classOfStatus(status: number, effect: EffectClass): ErrorClass {
  if (status === 429 || status === 408 || status === 503) return 'retryable';
  if (effect === 'read') return status >= 500 ? 'retryable' : 'fatal';
  if (status === 502 || status === 504) return effect === 'idempotent' ? 'retryable' : 'unknown';
  if (status >= 500) return 'unknown';
  if (status >= 400 || status === 307 || status === 308) return 'fatal';
  return 'unknown';
}

/** The error that an answer with this status is. */
export function statusError(response: EgressResponse, effect: EffectClass, nowMs: number): CodedError {
  const { status } = response;
  const words = receiverWords(Buffer.from(response.body).toString('utf8'));
  const { host } = new URL(response.url);
  const message = `${host} answered ${status}${words === '' ? '' : `: ${words}`}`;
  const retryAfterMs = parseRetryAfterMs(response.headers.get('retry-after'), nowMs) ?? undefined;
  return new CodedError(`http_${status}`, classOfStatus(status, effect), message, { retryAfterMs });
}

export type ReadAnswer =
  | { readonly ok: true; readonly value: JsonValue }
  | { readonly ok: false; readonly reason: string };

/** JSON as its value, an empty body as null, other text as a string. */
export function readAnswer(response: Pick<EgressResponse, 'headers' | 'body'>): ReadAnswer {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(response.body);
  } catch {
    return { ok: false, reason: 'it is not valid UTF-8' };
  }
  if (text.trim() === '') return { ok: true, value: null };
  const type = (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (type.startsWith('text/')) return { ok: true, value: text };
  const read = readBoundedJson(text);
  if (read.ok || /^application\/(json|[\w.+-]+\+json)$/.test(type)) return read;
  return { ok: true, value: text };
}
