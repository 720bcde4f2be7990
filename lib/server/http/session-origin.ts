// Whether a request that a cookie vouches for was made by our own pages; refuses what another site made a browser send.
import 'server-only';
import { RequestError } from '../../domain/errors';

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Browsers send Sec-Fetch-Site (on https and localhost) and Origin with every unsafe request; a cookie without either comes from no page of
 * ours. Our own origin is the host that was asked, or BULKHEAD_URL behind a proxy that rewrites the host.
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
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host');
  if (publicUrl !== undefined && origin === new URL(publicUrl).origin) return;
  if (host !== null && hostOf(origin) === host) return;
  throw foreign();
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}

function foreign(): RequestError {
  return new RequestError(
    'forbidden',
    'A session may only be used from the console’s own pages. Programs use an API key.',
  );
}
