// How often one principal, or one unknown address, may ask this process.
import 'server-only';
import { RequestError } from '../../domain/errors';
import type { Principal } from '../../domain/principal';
import type { App } from '../app';
import { addressBlock } from './address-block';
import { PEER_ADDRESS_HEADER } from './arrivals';
import type { BucketRules } from './token-bucket';

/** Enough for programs that start runs in bulk; a loop without a pause meets it. */
export const PRINCIPAL_RATE: BucketRules = { capacity: 2_000, refillPerSecond: 500 };
/** Requests without a valid session or key, by address: a person who mistypes never meets it. */
export const ANONYMOUS_RATE: BucketRules = { capacity: 200, refillPerSecond: 20 };

/** @throws RequestError rate_limited with the wait */
export function requireRate({ rates }: Pick<App, 'rates'>, principal: Principal): void {
  refuseFor(rates.principals.take(`${principal.kind}:${principal.id}`));
}

type AddressParts = Pick<App, 'rates' | 'env'>;

/** Counts one request. @throws RequestError rate_limited with the wait */
export function requireAnonymousRate({ rates, env }: AddressParts, request: Request): void {
  refuseFor(rates.addresses.take(addressBucket(request, env)));
}

/** Counts nothing. @throws RequestError rate_limited with the wait, where one more would be refused */
export function requireAnonymousRoom({ rates, env }: AddressParts, request: Request): void {
  refuseFor(rates.addresses.waitMs(addressBucket(request, env)));
}

function addressBucket({ headers }: Request, { trustedProxies }: AddressParts['env']): string {
  return addressBlock(addressOf(headers, trustedProxies)) ?? 'unknown';
}

function refuseFor(waitMs: number): void {
  if (waitMs === 0) return;
  throw new RequestError('rate_limited', 'Too many requests. Wait a little.', [], { retryAfterMs: waitMs });
}

/**
 * The client's address: the socket's own, unless proxies of ours stand in front; then what the outermost of them saw. Each proxy adds the
 * address it saw to the end of X-Forwarded-For; everything before what ours added is the client's own words.
 */
export function addressOf(headers: Headers, trustedProxies: number): string | null {
  const peer = headers.get(PEER_ADDRESS_HEADER);
  if (peer === null || trustedProxies === 0) return peer;
  const forwarded = (headers.get('x-forwarded-for') ?? '')
    .split(',')
    .map((hop) => hop.trim())
    .filter((hop) => hop !== '');
  const hops = [...forwarded, peer];
  return (hops[Math.max(0, hops.length - 1 - trustedProxies)] ?? peer).slice(0, 64);
}
