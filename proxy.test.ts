// What every page request meets first: headers, the nonce, the way to the sign-in.
import { NextRequest } from 'next/server';
import { describe, expect, it } from 'vitest';
import { config, contentSecurityPolicy, proxy } from './proxy';

const ask = (path: string, init: { cookie?: string; method?: string } = {}) =>
  proxy(
    new NextRequest(`http://localhost:3000${path}`, {
      method: init.method ?? 'GET',
      headers: {
        'x-bulkhead-path': '/forged',
        ...(init.cookie === undefined ? {} : { cookie: init.cookie }),
      },
    }),
  );
const SIGNED = 'next-auth.session-token=anything';
const nonceOf = (policy: string | null) => /'nonce-([^']+)'/.exec(policy ?? '')?.[1];

describe('proxy', () => {
  it('leads who has no session to the sign-in, and back to where they were', () => {
    const response = ask('/runs?status=failed');
    expect(response.status).toBe(307);
    expect(response.headers.get('location')).toBe(
      'http://localhost:3000/sign-in?returnTo=%2Fruns%3Fstatus%3Dfailed',
    );
    expect(ask('/sign-in').headers.get('location')).toBeNull();
    expect(ask('/runs', { cookie: SIGNED }).headers.get('location')).toBeNull();
  });

  it('gives each request another nonce, to the browser and to the page alike', () => {
    const [one, other] = [ask('/', { cookie: SIGNED }), ask('/', { cookie: SIGNED })];
    const nonce = nonceOf(one.headers.get('content-security-policy'));
    expect(nonce).toMatch(/^[A-Za-z0-9+/]{24}$/);
    expect(one.headers.get('x-middleware-request-x-nonce')).toBe(nonce);
    expect(nonceOf(one.headers.get('x-middleware-request-content-security-policy'))).toBe(nonce);
    expect(nonceOf(other.headers.get('content-security-policy'))).not.toBe(nonce);
  });

  it('says to the page what was asked for, whatever the browser claims', () => {
    const response = ask('/runs?agent=refunds', { cookie: SIGNED });
    expect(response.headers.get('x-middleware-request-x-bulkhead-path')).toBe('/runs?agent=refunds');
  });

  it('binds the browser also on a redirect', () => {
    for (const response of [ask('/'), ask('/', { cookie: SIGNED })]) {
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
      expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(response.headers.get('strict-transport-security')).toBeNull();
    }
  });

  it('lets scripts in by nonce alone; eval only while developing', () => {
    const policy = contentSecurityPolicy('N', true);
    expect(policy).toContain("script-src 'nonce-N' 'strict-dynamic';");
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain('unsafe-eval');
    expect(contentSecurityPolicy('N', false)).toContain('unsafe-eval');
  });

  it('stands before pages and not before the API or static files', () => {
    const pattern = new RegExp(`^${config.matcher[0]}$`);
    for (const path of ['/', '/runs', '/runs/1', '/sign-in', '/apidocs'])
      expect(pattern.test(path), path).toBe(true);
    for (const path of ['/api/v1/runs', '/_next/static/x.js', '/favicon.svg'])
      expect(pattern.test(path), path).toBe(false);
  });
});
