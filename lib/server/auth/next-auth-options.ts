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
import { ISSUER_PROVIDER_ID, issuerProvider } from './issuer-provider';
import { SESSION_LASTS_MS, type SignInFrom } from './open-session';
import { usesSecureCookies } from './session-cookie';
import { sessionIdOf } from './session-token';
import { signIn } from './sign-in';
import { signInAtIssuer } from './sign-in-at-issuer';

const credentialsShape = z.object({
  email: z.string().trim().min(3).max(200),
  password: z.string().min(1).max(1_024),
  code: z.string().trim().max(40).optional(),
});

/** Told to the form as `?error=`; anything else reads as CredentialsSignin (lib/query/sign-in.ts). */
const throttled = (retryAfterMs: number) => new Error(`Throttled${Math.ceil(retryAfterMs / 1_000)}`);
const unavailable = () => new Error('Unavailable');
const codeNeeded = () => new Error('CodeNeeded');
const codeRefused = () => new Error('CodeRefused');

/** For one request: its headers say who asks, and which session the browser has already. */
export function nextAuthOptions(app: App, headers: Headers): NextAuthOptions {
  const { oidc } = app.env;
  let openedAtIssuer: string | null = null;
  return {
    secret: app.sessionSecret,
    useSecureCookies: usesSecureCookies(app.env.url),
    session: { strategy: 'jwt', maxAge: SESSION_LASTS_MS / 1_000 },
    pages: { signIn: routes.signIn(), signOut: routes.signIn(), error: routes.signIn() },
    providers: [
      CredentialsProvider({
        id: 'credentials',
        credentials: { email: { type: 'email' }, password: { type: 'password' }, code: { type: 'text' } },
        authorize: (given) => authorize(app, given, headers),
      }),
      ...(oidc === null ? [] : [issuerProvider(oidc)]),
    ],
    callbacks: {
      // The token holds the session's id and nothing about the person, who may change.
      jwt: async ({ token, user }) =>
        user === undefined ? { sid: token.sid } : { sid: openedAtIssuer ?? user.id },
      async signIn({ account, profile }) {
        if (account?.provider !== ISSUER_PROVIDER_ID) return true;
        const result = await enterFromIssuer(app, profile, headers);
        if ('refused' in result) return `${routes.signIn()}?error=${result.refused}`;
        openedAtIssuer = result.sessionId;
        return true;
      },
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

async function enterFromIssuer(
  app: App,
  claims: unknown,
  headers: Headers,
): Promise<{ readonly sessionId: string } | { readonly refused: string }> {
  const { env, sessionSecret, logger } = app;
  try {
    const present = await sessionIdOf(headers, { publicUrl: env.url, sessionSecret });
    const result = await signInAtIssuer(app, claims, signInFrom(app, headers), present);
    return result.status === 'signed_in' ? result : { refused: result.why };
  } catch (error) {
    logger.warn('sign-in at the issuer failed', { error });
    return { refused: error instanceof StoreUnavailableError ? 'Unavailable' : 'Internal' };
  }
}

function signInFrom({ env }: App, headers: Headers): SignInFrom {
  return { address: addressOf(headers, env.trustedProxies), userAgent: headers.get('user-agent') };
}

async function authorize(app: App, given: unknown, headers: Headers): Promise<{ id: string } | null> {
  const parsed = credentialsShape.safeParse(given);
  if (!parsed.success) return null;
  const result = await signIn(
    app,
    { ...parsed.data, code: parsed.data.code || null },
    signInFrom(app, headers),
  ).catch((error: unknown) => {
    app.logger.warn('sign-in failed', { error });
    throw error instanceof StoreUnavailableError ? unavailable() : new Error('Internal');
  });
  switch (result.status) {
    case 'signed_in':
      return { id: result.sessionId };
    case 'refused':
      return null;
    case 'code_needed':
      throw codeNeeded();
    case 'code_refused':
      throw codeRefused();
    case 'throttled':
      throw throttled(result.retryAfterMs);
  }
}

/** The path of an address on this origin; nothing of another one. */
function pathWithin(url: string, baseUrl: string): string | undefined {
  if (url.startsWith('/')) return url;
  if (!URL.canParse(url)) return undefined;
  const { origin, pathname, search } = new URL(url);
  return origin === new URL(baseUrl).origin ? `${pathname}${search}` : undefined;
}
