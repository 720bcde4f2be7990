// Sign-in and sign-out: next-auth's own protocol, with our decision about who may.
import NextAuth from 'next-auth';
import { boundedAuthRequest, requireAuthMethod } from '@/lib/server/auth/auth-request';
import { nextAuthOptions } from '@/lib/server/auth/next-auth-options';
import { methods } from '@/lib/server/http/methods';
import { plainRoute } from '@/lib/server/http/plain-route';
import { requireAnonymousRate } from '@/lib/server/http/rate-limit';

type NextAuthContext = { readonly params: Promise<{ nextauth: string[] }> };

const answer = plainRoute<NextAuthContext>(async ({ app, request, context }) => {
  requireAnonymousRate(app, request);
  requireAuthMethod(request.method, (await context.params).nextauth, app.env.oidc !== null);
  const bounded = await boundedAuthRequest(request);
  // safe because with a route handler's arguments next-auth answers with a Response
  return (await NextAuth(nextAuthOptions(app, request.headers))(bounded, context)) as Response;
});

export const { GET, POST, PUT, PATCH, DELETE } = methods({ GET: answer, POST: answer });
