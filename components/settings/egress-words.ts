// What stands on the Egress page, in words. Pure.
import type { AllowedHostShape } from '@/lib/contract/egress';
import { type EgressRefusalCode, OTHER_HOSTS } from '@/lib/domain/egress';

export const USE_WORDS: { readonly [U in AllowedHostShape['use']]: string } = {
  call: 'for calls',
  look_up: 'for look-ups',
  redirect: 'for redirects',
};

export const REACH_WORDS: { readonly [R in AllowedHostShape['reach']]: string } = {
  public: 'public',
  private: 'private',
  name: 'a name, judged at each call',
  refused: 'private, and refused',
};

export const CODE_WORDS: { readonly [C in EgressRefusalCode]: string } = {
  url_refused: 'Not a URL that may be called',
  address_refused: 'Its address is not open',
  redirect_refused: 'A redirect that may not be followed',
  header_refused: 'A header that may not be set',
};

type Place = { readonly host: string; readonly port: number | null };

/** `host:port` as a URL has it. */
export function hostText({ host, port }: Place): string {
  const bare = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  return port === null ? bare : `${bare}:${port}`;
}

export function refusedHostText({ host, port }: Place): string {
  if (host === OTHER_HOSTS) return 'other hosts';
  return host === '' ? 'no readable URL' : hostText({ host, port });
}
