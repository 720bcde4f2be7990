// How often one principal, or one unknown address, may ask this process.
import 'server-only';
import { RequestError } from '../../domain/errors';
import type { Principal } from '../../domain/principal';
import type { App } from '../app';
import type { BucketRules } from './token-bucket';

/** Enough for programs that start runs in bulk; a loop without a pause meets it. */
export const PRINCIPAL_RATE: BucketRules = { capacity: 2_000, refillPerSecond: 500 };
/** Requests without a valid session or key, by address: a person who mistypes never meets it. */
export const ANONYMOUS_RATE: BucketRules = { capacity: 200, refillPerSecond: 20 };

/** @throws RequestError rate_limited with the wait */
export function requireRate({ rates }: Pick<App, 'rates'>, principal: Principal): void {
  refuseFor(rates.principals.take(`${principal.kind}:${principal.id}`));
}

/** @throws RequestError rate_limited with the wait */
export function requireAnonymousRate({ rates }: Pick<App, 'rates'>, request: Request): void {
  refuseFor(rates.addresses.take(addressOf(request.headers) ?? 'unknown'));
}

function refuseFor(waitMs: number): void {
  if (waitMs === 0) return;
  throw new RequestError('rate_limited', 'Too many requests. Wait a little.', [], { retryAfterMs: waitMs });
}

/**
 * The client's address: the last hop of X-Forwarded-For, which is the socket's own or what the proxy nearest to us saw. Earlier hops are the
 * client's own words.
 */
export function addressOf(headers: Headers): string | null {
  const last = headers.get('x-forwarded-for')?.split(',').at(-1)?.trim();
  return last === undefined || last === '' ? null : last.slice(0, 64);
}
