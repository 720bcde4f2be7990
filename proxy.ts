// What stands before every page: headers that bind the browser, a nonce for our scripts, and a short way to the sign-in.
// Never the authority: pages, actions and routes check the session themselves.
import { type NextRequest, NextResponse } from 'next/server';
import { env } from '@/lib/env';
import { routes } from '@/lib/routes';
import { ASKED_PATH_HEADER, sessionCookieName, usesSecureCookies } from '@/lib/server/auth/session-cookie';

export const config = {
  // Routes below /api set their own headers; static files carry no scripts to bind.
  matcher: ['/((?!api/|_next/static|_next/image|favicon\\.svg|logo\\.svg).*)'],
};

export function proxy(request: NextRequest): NextResponse {
  const { url, production } = env();
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(18))).toString('base64');
  const policy = contentSecurityPolicy(nonce, production);
  const askedPath = `${request.nextUrl.pathname}${request.nextUrl.search}`;

  const isSigned = request.cookies.has(sessionCookieName(url));
  const isSignIn = request.nextUrl.pathname === routes.signIn();
  if (!isSigned && !isSignIn && request.method === 'GET')
    return withHeaders(
      NextResponse.redirect(new URL(routes.signIn(askedPath), request.nextUrl)),
      policy,
      url,
    );

  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set(ASKED_PATH_HEADER, askedPath);
  headers.set('content-security-policy', policy); // Next reads the nonce for its own scripts from here
  return withHeaders(NextResponse.next({ request: { headers } }), policy, url);
}

/** Styles stay open to inline ones: Radix and the charts position by style attributes. In development React needs eval. */
export function contentSecurityPolicy(nonce: string, production: boolean): string {
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${production ? '' : " 'unsafe-eval'"}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ');
}

function withHeaders(response: NextResponse, policy: string, publicUrl: string | undefined): NextResponse {
  const { headers } = response;
  headers.set('content-security-policy', policy);
  headers.set('x-content-type-options', 'nosniff');
  headers.set('referrer-policy', 'same-origin');
  headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()');
  headers.set('cross-origin-opener-policy', 'same-origin');
  if (usesSecureCookies(publicUrl)) headers.set('strict-transport-security', 'max-age=31536000');
  return response;
}
