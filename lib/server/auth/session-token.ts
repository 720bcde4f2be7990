// The session's cookie: next-auth's encrypted token, of which only the session's id is ours to believe.
import 'server-only';
import { decode } from 'next-auth/jwt';
import { z } from 'zod';
import { sessionCookieName } from './session-cookie';

const tokenShape = z.object({ sid: z.uuid() });

/** The session's id in the cookie; null for none, a forged or an outdated one. Says nothing about the session itself. */
export async function sessionIdOf(
  headers: Headers,
  { publicUrl, sessionSecret }: { readonly publicUrl: string | undefined; readonly sessionSecret: string },
): Promise<string | null> {
  const token = cookieIn(headers.get('cookie'), sessionCookieName(publicUrl));
  if (token === null) return null;
  try {
    const parsed = tokenShape.safeParse(await decode({ token, secret: sessionSecret }));
    return parsed.success ? parsed.data.sid : null;
  } catch {
    return null; // not made with our secret, or its time is over
  }
}

function cookieIn(header: string | null, name: string): string | null {
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return null;
}
