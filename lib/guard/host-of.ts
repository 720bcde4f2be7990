// Which machine a text names: a host, or the host of an address; refuses whatever two readers could understand in two ways.

const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;

/**
 * In lower case, an international name in its ASCII form, without a port and a dot at its end. null for no host at all, and for blanks, control characters, a
 * backslash or a name before an `@`: receivers read those in different ways, and one of them is what an attacker means.
 */
export function hostOf(text: string): string | null {
  if (text === '' || /[\s\\\p{Cc}]/u.test(text)) return null;
  const scheme = SCHEME.exec(text)?.[0] ?? '';
  const [authority = ''] = text.slice(scheme.length).replace(/^\/+/, '').split('/', 1);
  if (authority === '' || authority.includes('@')) return null;
  try {
    const { hostname } = new URL(scheme === '' ? `https://${text}` : text);
    const host = hostname.toLowerCase().replace(/\.$/, '');
    return host === '' ? null : host;
  } catch {
    return null;
  }
}

/** The host itself, and every host below it. */
export function isHostWithin(host: string, allowed: string): boolean {
  return host === allowed || host.endsWith(`.${allowed}`);
}
