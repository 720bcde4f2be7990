// Knows whether a redirect may be followed and to where; refuses foreign hosts, a step back from https, and chains.
import { EgressError } from './egress-error';
import { canonicalName } from './private-hosts';
import { placeOf, portOf } from './resolve-target';

const MAX_REDIRECTS = 3;
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** Whether the answer sends its reader elsewhere. */
export function isRedirect(method: string, status: number): boolean {
  return method === 'GET' && REDIRECTS.has(status);
}

/**
 * The host that is asked first counts always, on any port: which of its private ports are open is looked up at each hop. Other schemes and
 * credentials are left to the check that every hop goes through.
 * @param hosts names that may be reached besides the first URL's own.
 * @throws EgressError redirect_refused; nothing has been sent to where it leads.
 */
export function nextHop(
  { first, from, hops }: { readonly first: URL; readonly from: URL; readonly hops: number },
  location: string,
  hosts: readonly string[],
): URL {
  const refuse = (why: string, to: URL = from): never => {
    throw new EgressError('redirect_refused', `${placeOf(from)} redirects ${why}`, {
      sent: true,
      repeat: 'fatal',
      target: { host: to.hostname, port: portOf(to) },
    });
  };
  if (hops >= MAX_REDIRECTS) refuse(`more than ${MAX_REDIRECTS} times`);
  if (!URL.canParse(location, from)) refuse('to no valid URL');
  const to = new URL(location, from);
  to.hash = '';
  if (from.protocol === 'https:' && to.protocol === 'http:') refuse('from https to http', to);
  const isWeb = to.protocol === 'https:' || to.protocol === 'http:';
  const known = [first.hostname, ...hosts].map(canonicalName);
  if (isWeb && !known.includes(canonicalName(to.hostname)))
    refuse(`to ${placeOf(to)}, a host that this call may not be led to; nothing was sent there`, to);
  return to;
}
