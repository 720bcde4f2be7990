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
    [
      'a proxy in front that keeps the host apart',
      'PUT',
      { origin: 'https://b.example', 'x-forwarded-host': 'b.example' },
    ],
  ])('lets %s through', (_what, method, headers) => {
    expect(check(method, headers)).not.toThrow();
  });

  it('lets the public address through when the host was rewritten', () => {
    expect(check('POST', { origin: 'https://b.example' }, 'https://b.example/')).not.toThrow();
  });

  it.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['another site in an old browser', { origin: 'https://evil.example' }],
    ['a sibling domain', { origin: 'http://x.bulkhead.local:3000', 'sec-fetch-site': 'same-site' }],
    ['another port of the host', { origin: 'http://bulkhead.local:4000' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['something that is no page', {}],
  ])('refuses %s', (_what, headers) => {
    expect(check('DELETE', headers as Record<string, string>)).toThrow('own pages');
  });
});
