// Ends the session of whoever asks and leads to the sign-in.
'use server';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { routes } from '@/lib/routes';
import { sessionCookieName } from '@/lib/server/auth/session-cookie';
import { revokeSession } from '@/lib/server/commands/revoke-session';
import { action } from '@/lib/server/http/action';

const endSession = action('sign-out', z.undefined(), 'signed-in', async ({ app, principal, requestId }) => {
  if (principal.kind !== 'user' || principal.sessionId === null) return;
  await revokeSession({ app, principal, requestId, intent: null }, principal.sessionId);
  (await cookies()).delete(sessionCookieName(app.env.url));
});

/** Leads to the sign-in also when the session had ended before. With the database away it stays, and the page says so. */
export async function signOut(): Promise<void> {
  const result = await endSession(undefined);
  if (!result.ok && result.problem.code !== 'unauthenticated') throw new Error(result.problem.detail);
  redirect(routes.signIn());
}
