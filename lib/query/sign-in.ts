// Signing in from the form: next-auth's own two requests, and an answer a form can show.

export type SignInOutcome =
  | { readonly ok: true }
  /** refused: e-mail and password don't fit (which one is not said). */
  | { readonly ok: false; readonly reason: 'refused' }
  /** The password is right: a code is needed besides, or the one that was sent is wrong. */
  | { readonly ok: false; readonly reason: 'code_needed' | 'code_refused' }
  /** Too many failures from here or for this account; the right password is not tried before that. */
  | { readonly ok: false; readonly reason: 'throttled'; readonly retryAfterMs: number }
  | { readonly ok: false; readonly reason: 'unavailable' };

const UNAVAILABLE: SignInOutcome = { ok: false, reason: 'unavailable' };

/** The error codes that the credentials provider answers with (lib/server/auth). */
export function outcomeOfError(error: string | null): SignInOutcome {
  if (error === null) return { ok: true };
  const throttled = /^Throttled(\d+)$/.exec(error);
  if (throttled !== null)
    return { ok: false, reason: 'throttled', retryAfterMs: Number(throttled[1]) * 1_000 };
  if (error === 'CodeNeeded') return { ok: false, reason: 'code_needed' };
  if (error === 'CodeRefused') return { ok: false, reason: 'code_refused' };
  return error === 'CredentialsSignin' ? { ok: false, reason: 'refused' } : UNAVAILABLE;
}

/** Where to go to sign in at the issuer, or why there is no way. `fresh`: it asks again who one is. Never throws. */
export async function beginAtIssuer(
  returnTo: string,
  { fresh = false }: { readonly fresh?: boolean } = {},
): Promise<{ readonly ok: true; readonly url: string } | { readonly ok: false; readonly code: string }> {
  try {
    const response = await fetch(`/api/auth/signin/oidc${fresh ? '?prompt=login&max_age=0' : ''}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ csrfToken: await csrfToken(), callbackUrl: returnTo, json: 'true' }),
    });
    const { url } = (await response.json()) as { url?: unknown }; // safe because it is checked below
    if (typeof url !== 'string') return { ok: false, code: 'Unavailable' };
    const to = new URL(url, window.location.origin);
    if (to.origin !== window.location.origin) return { ok: true, url };
    return { ok: false, code: to.searchParams.get('error') ?? 'Configuration' };
  } catch {
    return { ok: false, code: 'Unavailable' };
  }
}

async function csrfToken(): Promise<string> {
  const csrf = await (await fetch('/api/auth/csrf', { cache: 'no-store' })).json();
  return (csrf as { csrfToken: string }).csrfToken; // safe because a wrong shape makes the next request fail
}

/** Sets the session's cookie when it answers `ok`; never throws. The page then navigates (safeReturnPath in lib/routes.ts). */
export async function signInWithPassword(
  email: string,
  password: string,
  code: string,
): Promise<SignInOutcome> {
  try {
    const response = await fetch('/api/auth/callback/credentials', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ csrfToken: await csrfToken(), email, password, code, json: 'true' }),
    });
    const { url } = (await response.json()) as { url?: unknown }; // safe because it is checked below
    if (typeof url !== 'string') return UNAVAILABLE;
    const error = new URL(url, window.location.origin).searchParams.get('error');
    return response.ok || error !== null ? outcomeOfError(error) : UNAVAILABLE;
  } catch {
    return UNAVAILABLE; // no answer, or one that is no JSON: the server is away
  }
}
