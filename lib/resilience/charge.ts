// Whether a call that failed may be charged for. Pure; what is not known to be free counts as charged.
import type { ErrorClass } from '../domain/errors';

/** Ended before a byte of the request was sent, or at an address that works on nothing. */
const NEVER_SENT: ReadonlySet<string> = new Set([
  'url_refused',
  'address_refused',
  'header_refused',
  'request_too_large',
  'redirect_refused',
  'dns_failed',
  'connect_failed',
  'tls_failed',
  'secret_missing',
  'secret_ambiguous',
  'secret_unavailable',
  'secret_unreadable',
  'model_call_failed',
  'invalid_arguments',
  'template_invalid',
]);

/** Whoever was called refused to work on the request: it does not implement it, is overloaded, or does not speak this protocol. */
const WITHOUT_WORK: ReadonlySet<number> = new Set([501, 503, 505]);

/** false: refused by us, refused by whoever was called before it worked, or never sent. */
export function mayBeCharged(error: { readonly code: string; readonly class: ErrorClass }): boolean {
  if (error.class === 'refused' || NEVER_SENT.has(error.code)) return false;
  const status = Number(/^http_(\d{3})$/.exec(error.code)?.[1] ?? Number.NaN);
  return Number.isNaN(status) || (status >= 500 && !WITHOUT_WORK.has(status));
}
