// next-auth as we use it: it carries the session's id in a cookie. Who may sign in, and whether a session lives, is decided by us.
import 'server-only';
import type { NextAuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { z } from 'zod';
import { StoreUnavailableError } from '../../domain/errors';
import { routes, safeReturnPath } from '../../routes';
import type { App } from '../app';
import { revokeOwnSession } from '../commands/revoke-session';
import { addressOf } from '../http/rate-limit';
import { usesSecureCookies } from './session-cookie';
import { SESSION_LASTS_MS, signIn } from './sign-in';

const credentialsShape = z.object({
  email: z.string().trim().min(3).max(200),
  password: z.string().min(1).max(1_024),
});

/** Told to the form as `?error=`; anything else reads as CredentialsSignin (lib/query/sign-in.ts). */
const throttled = (retryAfterMs: number) => new Error(`Throttled${Math.ceil(retryAfterMs / 1_000)}`);
const unavailable = () => new Error('Unavailable');

export function nextAuthOptions(app: App): NextAuthOptions {
  return {
    secret: app.sessionSecret,
    useSecureCookies: usesSecureCookies(app.env.url),
    session: { strategy: 'jwt', maxAge: SESSION_LASTS_MS / 1_000 },
    pages: { signIn: routes.signIn(), signOut: routes.signIn(), error: routes.signIn() },
    providers: [
      CredentialsProvider({
        id: 'credentials',
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        authorize: (given, request) => authorize(app, given, new Headers(headersOf(request.headers))),
      }),
    ],
    callbacks: {
      // The token holds the session's id and nothing about the person, who may change.
      jwt: async ({ token, user }) => (user === undefined ? { sid: token.sid } : { sid: user.id }),
      session: async ({ session }) => ({ expires: session.expires }),
      redirect: async ({ url, baseUrl }) => `${baseUrl}${safeReturnPath(pathWithin(url, baseUrl))}`,
    },
    events: {
      async signOut({ token }) {
        if (typeof token?.sid === 'string') await revokeOwnSession(app, token.sid);
      },
    },
    logger: {
      error: (code, metadata) => app.logger.error('next-auth', { code, metadata }),
      warn: (code) => app.logger.info('next-auth', { code }),
      debug: () => undefined,
    },
  };
}

async function authorize(app: App, given: unknown, headers: Headers): Promise<{ id: string } | null> {
  const parsed = credentialsShape.safeParse(given);
  if (!parsed.success) return null;
  const from = { address: addressOf(headers, app.env.trustedProxies), userAgent: headers.get('user-agent') };
  const result = await signIn(app, parsed.data, from).catch((error: unknown) => {
    app.logger.warn('sign-in failed', { error });
    throw error instanceof StoreUnavailableError ? unavailable() : new Error('Internal');
  });
  switch (result.status) {
    case 'signed_in':
      return { id: result.sessionId };
    case 'refused':
      return null;
    case 'throttled':
      throw throttled(result.retryAfterMs);
  }
}

function headersOf(headers: Record<string, unknown> | undefined): [string, string][] {
  return Object.entries(headers ?? {}).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as [string, string]] : [],
  );
}

/** The path of an address on this origin; nothing of another one. */
function pathWithin(url: string, baseUrl: string): string | undefined {
  if (url.startsWith('/')) return url;
  if (!URL.canParse(url)) return undefined;
  const { origin, pathname, search } = new URL(url);
  return origin === new URL(baseUrl).origin ? `${pathname}${search}` : undefined;
}
