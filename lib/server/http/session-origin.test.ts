// Requests with a cookie: ours, and those that another site made a browser send.
import { describe, expect, it } from 'vitest';
import { requireOwnOrigin } from './session-origin';

const check = (method: string, headers: Record<string, string>, publicUrl?: string) => () =>
  requireOwnOrigin(
    { method, headers: new Headers({ host: 'bulkhead.local:3000', ...headers }) } as Request, // safe because only these are read
    publicUrl,
  );

describe('requireOwnOrigin', () => {
  it.each([
    ['a read from anywhere', 'GET', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['our page on https', 'POST', { origin: 'http://bulkhead.local:3000', 'sec-fetch-site': 'same-origin' }],
    [
      'our page on plain http, where browsers send no Sec-Fetch-Site',
      'POST',
      { origin: 'http://bulkhead.local:3000' },
    ],
  ])('lets %s through', (_what, method, headers) => {
    expect(check(method, headers)).not.toThrow();
  });

  it('lets the public address through when the host was rewritten', () => {
    expect(check('POST', { origin: 'https://b.example' }, 'https://b.example/')).not.toThrow();
  });

  it.each(['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000'])(
    'lets the same machine in as %s, on the port of the public address',
    (origin) => {
      expect(check('POST', { origin }, 'http://bulkhead.local:3000')).not.toThrow();
    },
  );

  it.each([
    ['the host that was asked', { origin: 'http://bulkhead.local:3000' }],
    ['a host that is only said to have been asked', { origin: 'https://x.io', 'x-forwarded-host': 'x.io' }],
    ['another port of the same machine', { origin: 'http://localhost:4000' }],
  ])('knows no other origin than the public address: not %s', (_what, headers) => {
    expect(check('POST', headers as Record<string, string>, 'https://b.example')).toThrow('own pages');
  });

  it.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['another site in an old browser', { origin: 'https://evil.example' }],
    ['a sibling domain', { origin: 'http://x.bulkhead.local:3000', 'sec-fetch-site': 'same-site' }],
    ['another port of the host', { origin: 'http://bulkhead.local:4000' }],
    ['a host that is only said to have been asked', { origin: 'https://x.io', 'x-forwarded-host': 'x.io' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['something that is no page', {}],
  ])('refuses %s', (_what, headers) => {
    expect(check('DELETE', headers as Record<string, string>)).toThrow('own pages');
  });
});
