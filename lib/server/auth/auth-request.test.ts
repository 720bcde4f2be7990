// What next-auth is handed, and what it is not.
import { describe, expect, it } from 'vitest';
import { boundedAuthRequest, requireAuthMethod } from './auth-request';

const FORM = 'application/x-www-form-urlencoded';
const post = (body: BodyInit, type: string) =>
  boundedAuthRequest(
    new Request('http://localhost:3000/api/auth/callback/credentials?a=1', {
      method: 'POST',
      headers: { 'content-type': type, cookie: 'a=b' },
      body,
      duplex: 'half',
    } as RequestInit), // safe because duplex is part of the Fetch standard and missing from the types
  );

describe('boundedAuthRequest', () => {
  it('hands on what it read', async () => {
    const request = await post('email=a&password=b', FORM);
    expect([request.method, request.nextUrl.searchParams.get('a'), request.headers.get('cookie')]).toEqual([
      'POST',
      '1',
      'a=b',
    ]);
    expect(await request.text()).toBe('email=a&password=b');
    expect(await (await post('{"email":"a"}', 'application/json; charset=utf-8')).json()).toEqual({
      email: 'a',
    });
  });

  it('lets nothing of the address through to the issuer but the wish for a fresh proof', async () => {
    const at = (path: string) => new Request(`http://localhost:3000/api/auth/${path}`);
    const asked = await boundedAuthRequest(
      at('signin/oidc?prompt=login&max_age=0&redirect_uri=https%3A%2F%2Felsewhere.example&scope=all'),
    );
    expect(asked.nextUrl.search).toBe('?prompt=login&max_age=0');
    expect((await boundedAuthRequest(at('callback/oidc?code=1&state=2'))).nextUrl.search).toBe(
      '?code=1&state=2',
    );
  });

  it('stops reading at its bound, announced or not', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(8 * 1024).fill(97));
      },
    });
    await expect(post(endless, FORM)).rejects.toMatchObject({ code: 'too_large' });
    expect(sent).toBeLessThan(10);
    await expect(post('a'.repeat(16 * 1024 + 1), FORM)).rejects.toMatchObject({ code: 'too_large' });
  });

  it.each([
    ['broken JSON', '{', 'application/json', 'invalid_request'],
    ['JSON that is no object', '[]', 'application/json', 'invalid_request'],
    ['no UTF-8', new Uint8Array([0xff]), FORM, 'invalid_request'],
    ['another type', 'a=b', 'multipart/form-data; boundary=x', 'unsupported_media_type'],
  ])('refuses %s', async (_what, body, type, code) => {
    await expect(post(body, type)).rejects.toMatchObject({ code });
  });
});

describe('requireAuthMethod', () => {
  it('lets a callback be posted only', () => {
    expect(() => requireAuthMethod('GET', ['callback', 'credentials'], true)).toThrow('Only POST');
    expect(() => requireAuthMethod('POST', ['callback', 'credentials'], true)).not.toThrow();
    expect(() => requireAuthMethod('GET', ['session'], false)).not.toThrow();
    expect(() => requireAuthMethod('GET', ['callback', 'oidc'], true)).not.toThrow();
    expect(() => requireAuthMethod('GET', ['callback', 'oidc'], false)).toThrow('Only POST');
  });
});
