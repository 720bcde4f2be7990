// The name of the session's cookie, known to the doors, to next-auth and to the proxy; knows nothing else.
// Without `server-only`: the proxy is bundled apart.

/** Secure cookies need https; on plain http (a laptop, a LAN) browsers would drop them. */
export function usesSecureCookies(publicUrl: string | undefined): boolean {
  return publicUrl?.startsWith('https://') ?? false;
}

export function sessionCookieName(publicUrl: string | undefined): string {
  return usesSecureCookies(publicUrl) ? '__Secure-next-auth.session-token' : 'next-auth.session-token';
}

/** Set by the proxy on every page request: path and query as the browser asked for them. */
export const ASKED_PATH_HEADER = 'x-bulkhead-path';
