// Whether a request that a cookie vouches for was made by our own pages; refuses what another site made a browser send.
import 'server-only';
import { RequestError } from '../../domain/errors';

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Browsers send Sec-Fetch-Site (on https and localhost) and Origin with every unsafe request; a cookie without either comes from no page of
 * ours. Our own origin is BULKHEAD_URL, or a loopback name on its port; where it is not set, the host that was asked. No forwarded header is
 * believed.
 * @throws RequestError forbidden
 */
export function requireOwnOrigin(request: Request, publicUrl: string | undefined): void {
  if (SAFE_METHODS.has(request.method)) return;
  const site = request.headers.get('sec-fetch-site');
  const origin = request.headers.get('origin');
  if (site !== null && site !== 'same-origin') throw foreign();
  if (origin === null) {
    if (site === null) throw foreign();
    return;
  }
  if (!URL.canParse(origin)) throw foreign();
  const asked = new URL(origin);
  const isOwn =
    publicUrl === undefined
      ? asked.host === request.headers.get('host')
      : isOriginOf(asked, new URL(publicUrl));
  if (!isOwn) throw foreign();
}

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** The launcher listens on plain http, whatever stands in front of it; a page on loopback is on this very machine. */
function isOriginOf(asked: URL, own: URL): boolean {
  if (asked.origin === own.origin) return true;
  return LOOPBACK.has(asked.hostname) && asked.protocol === 'http:' && asked.port === own.port;
}

function foreign(): RequestError {
  return new RequestError(
    'forbidden',
    'A session may only be used from the console’s own pages, at the address in BULKHEAD_URL. Programs use an API key.',
  );
}
