// Where a link in somebody else's text may lead: to a listed host over http(s), or nowhere. Pure; what it can't read leads nowhere.

export type LinkTarget =
  | { readonly leads: true; readonly href: string; readonly host: string }
  /** `address` is to be read, not followed; undefined for what is no address. */
  | { readonly leads: false; readonly address: string | undefined };

const ADDRESS_SHOWN = 300;
/** Spaces, controls, and backslashes, which browsers read as slashes: an address that is meant to be read holds none. */
const ODD = /[\s\p{Cc}\p{Cf}\\]/u;

/** @param hosts exact names in lower case, IDN in punycode; a link to another port of theirs leads nowhere. */
export function linkTarget(raw: string, hosts: readonly string[]): LinkTarget {
  if (raw === '' || raw.startsWith('#')) return { leads: false, address: undefined };
  const address = raw.length > ADDRESS_SHOWN ? `${raw.slice(0, ADDRESS_SHOWN)}…` : raw;
  const nowhere = { leads: false, address } as const;
  if (ODD.test(raw) || !/^https?:\/\//i.test(raw) || !URL.canParse(raw)) return nowhere;
  const { protocol, username, password, hostname, port, href } = new URL(raw);
  if (protocol !== 'https:' && protocol !== 'http:') return nowhere;
  if (username !== '' || password !== '' || port !== '') return nowhere;
  return hosts.includes(hostname) ? { leads: true, href, host: hostname } : nowhere;
}

/** Whose picture it would have been: the host, or the scheme where there is none, or the text as it stands. */
export function pictureSource(raw: string): string {
  if (URL.canParse(raw)) {
    const { host, protocol } = new URL(raw);
    return host === '' ? protocol : host;
  }
  return raw.length > ADDRESS_SHOWN ? `${raw.slice(0, ADDRESS_SHOWN)}…` : raw;
}
