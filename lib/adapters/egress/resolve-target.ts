// Knows which addresses a URL may be connected to; refuses other schemes, credentials in the URL and addresses out of bounds.
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { kindOfAddress } from './address-rules';
import { abortError, EgressError, reasonOf } from './egress-error';
import type { PrivateHosts } from './private-hosts';

/** Every address of a host name. */
export type Resolver = (host: string) => Promise<readonly string[]>;

export const systemResolver: Resolver = async (host) =>
  (await lookup(host, { all: true })).map((answer) => answer.address);

/** Where to connect: nothing but these checked addresses, whatever a later look-up would say. */
export type Target = {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly addresses: readonly [string, ...string[]];
};

/** `host:port` as messages name it; the path stays out because it may hold secrets. */
export function placeOf(url: URL): string {
  return `${url.hostname}:${portOf(url)}`;
}

/** The port that the scheme stands for where none is written. */
export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

function refusedAddress(place: string, address: string, sent: boolean): EgressError {
  const message = `${place} leads to ${address}, which is not a public address and is not allowed by BULKHEAD_PRIVATE_HOSTS`;
  return new EgressError('address_refused', message, { sent, repeat: 'fatal' });
}

/**
 * Checks literals and every DNS answer. Names with both global and refused answers are refused as a whole: that is how a rebinding looks. Of
 * answers that are all private (localhost as 127.0.0.1 and ::1) the allowed ones remain.
 */
function permitted(url: URL, answers: readonly string[], hosts: PrivateHosts, sent: boolean): string[] {
  const host = bareHost(url);
  const port = portOf(url);
  const passes = (address: string) =>
    kindOfAddress(address) === 'global' || hosts.allows({ host, port, address });
  const refused = answers.find((address) => !passes(address));
  if (refused === undefined) return [...answers];
  const remaining = answers.filter(passes);
  const mixed = remaining.some((address) => kindOfAddress(address) === 'global');
  if (mixed || remaining.length === 0) throw refusedAddress(placeOf(url), refused, sent);
  return remaining;
}

function bareHost(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

/** Why a URL can't be reached whatever DNS says: its scheme, credentials in it, a literal address out of bounds; null otherwise. */
export function plainRefusal(url: URL, privateHosts: PrivateHosts, sent = false): EgressError | null {
  const refused = (message: string) => new EgressError('url_refused', message, { sent, repeat: 'fatal' });
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return refused(`only http and https are allowed, not ${url.protocol}`);
  if (url.username !== '' || url.password !== '')
    return refused(`${placeOf(url)}: credentials do not belong in a URL`);
  const host = bareHost(url);
  if (isIP(host) === 0 || kindOfAddress(host) === 'global') return null;
  if (privateHosts.allows({ host, port: portOf(url), address: host })) return null;
  return refusedAddress(placeOf(url), host, sent);
}

type ResolveOptions = {
  readonly resolver: Resolver;
  readonly privateHosts: PrivateHosts;
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  readonly sent: boolean;
};

async function resolveInTime(url: URL, options: ResolveOptions): Promise<readonly string[]> {
  const { resolver, signal, timeoutMs, sent } = options;
  const failure = (cause: unknown) => {
    const message = `${url.hostname} could not be resolved (${reasonOf(cause)})`;
    return new EgressError('dns_failed', message, { sent, repeat: 'retryable', cause });
  };
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      act();
    };
    const onAbort = () => settle(() => reject(abortError(signal, sent, placeOf(url))));
    const timer = setTimeout(() => settle(() => reject(failure(new Error('no answer')))), timeoutMs);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) return onAbort();
    resolver(bareHost(url)).then(
      (answers) => settle(() => resolve(answers)),
      (cause: unknown) => settle(() => reject(failure(cause))),
    );
  });
}

/**
 * @param sent whether an earlier hop of the same request already went out; stands in the errors.
 * @throws EgressError url_refused, address_refused, dns_failed, timeout, aborted.
 */
export async function resolveTarget(url: URL, options: ResolveOptions): Promise<Target> {
  const { sent } = options;
  const refusal = plainRefusal(url, options.privateHosts, sent);
  if (refusal !== null) throw refusal;
  const host = bareHost(url);
  const answers = isIP(host) === 0 ? await resolveInTime(url, options) : [host];
  const [first, ...others] = permitted(url, answers, options.privateHosts, sent);
  if (first === undefined) {
    throw new EgressError('dns_failed', `${host} has no address`, { sent, repeat: 'retryable' });
  }
  return { host, port: portOf(url), secure: url.protocol === 'https:', addresses: [first, ...others] };
}
