// Holds lib/env.ts to its defaults, its names and its refusals.
import { describe, expect, it } from 'vitest';
import { EnvironmentError, readEnv } from './env';

const read = (variables: Record<string, string | undefined>) => readEnv(variables, '/srv/bulkhead');

describe('readEnv', () => {
  it('needs nothing: every variable has a default or may be absent', () => {
    expect(read({})).toMatchObject({
      production: false,
      databaseUrl: undefined,
      port: 3000,
      dataDir: '/srv/bulkhead/.data',
      role: 'all',
      poolSize: 10,
      demo: undefined,
      privateHosts: [],
      trustedProxies: 0,
      dispatcher: 'embedded',
    });
  });

  it('takes an empty variable as not set', () => {
    expect(read({ DATABASE_URL: '', PORT: ' ', BULKHEAD_DEMO: '' })).toMatchObject({
      databaseUrl: undefined,
      port: 3000,
      demo: undefined,
    });
  });

  it('reads an issuer only whole, and over https but on this machine', () => {
    const whole = {
      BULKHEAD_OIDC_ISSUER: 'https://login.example.com/realms/a',
      BULKHEAD_OIDC_CLIENT_ID: 'bulkhead',
      BULKHEAD_OIDC_CLIENT_SECRET: 'secret',
    };
    expect(read({}).oidc).toBeNull();
    expect(read({ ...whole, BULKHEAD_OIDC_ROLE_MAP: '{"ops":"operator"}' }).oidc).toMatchObject({
      name: 'login.example.com',
      roleClaim: 'groups',
      roleMap: { ops: 'operator' },
      defaultRole: null,
      emailDomains: [],
    });
    expect(() => read({ ...whole, BULKHEAD_OIDC_CLIENT_SECRET: '' })).toThrow('must be set together');
    for (const issuer of ['http://login.example.com', 'http://localhost.evil.test', 'ldap://a'])
      expect(() => read({ ...whole, BULKHEAD_OIDC_ISSUER: issuer })).toThrow(/BULKHEAD_OIDC_ISSUER must/);
    expect(read({ ...whole, BULKHEAD_OIDC_ISSUER: 'http://127.0.0.1:4000' }).oidc).not.toBeNull();
    for (const map of ['ops', '[]', '{"ops":"root"}'])
      expect(() => read({ ...whole, BULKHEAD_OIDC_ROLE_MAP: map })).toThrow(/BULKHEAD_OIDC_ROLE_MAP/);
    expect(() => read({ ...whole, BULKHEAD_OIDC_SCOPES: 'email' })).toThrow('must contain openid');
  });

  it('keeps an absolute data directory and places a relative one in the project', () => {
    expect(read({ BULKHEAD_DATA_DIR: '/var/lib/b' }).dataDir).toBe('/var/lib/b');
    expect(read({ BULKHEAD_DATA_DIR: 'data here' }).dataDir).toBe('/srv/bulkhead/data here');
  });

  it('reads private hosts as a list and drops blanks', () => {
    expect(read({ BULKHEAD_PRIVATE_HOSTS: ' 10.0.0.0/8, db.internal:5432 ,,[::1]:80' }).privateHosts).toEqual(
      ['10.0.0.0/8', 'db.internal:5432', '[::1]:80'],
    );
  });

  it('reads the same master key from hex and from base64', () => {
    const bytes = Uint8Array.from({ length: 32 }, (_, index) => index * 7);
    const hex = read({ BULKHEAD_MASTER_KEY: Buffer.from(bytes).toString('hex') }).masterKey;
    const base64 = read({ BULKHEAD_MASTER_KEY: Buffer.from(bytes).toString('base64') }).masterKey;
    expect(hex).toEqual(bytes);
    expect(base64).toEqual(bytes);
    expect(read({}).oldMasterKeys).toEqual([]);
    const old = read({
      BULKHEAD_OLD_MASTER_KEYS: `${'11'.repeat(32)}, ${Buffer.from(bytes).toString('base64')}`,
    });
    expect(old.oldMasterKeys).toEqual([new Uint8Array(32).fill(0x11), bytes]);
  });

  it('takes secrets from variables named for it, and from no other', () => {
    const given = read({
      BULKHEAD_SECRET_PAY_KEY: 'a value',
      PAY_KEY_2: 'another',
      BULKHEAD_SECRETS_DIR: 'mounted',
    });
    expect(given.secretVariables).toEqual({ PAY_KEY: 'a value' });
    expect(given.secretsDir).toBe('/srv/bulkhead/mounted');
    expect(() => read({ BULKHEAD_SECRET_PAY_KEY: 'short' })).toThrow(/BULKHEAD_SECRET_PAY_KEY must have 6/);
    expect(() => read({ BULKHEAD_SECRET_pay: 'a long value' })).toThrow(/BULKHEAD_SECRET_pay is no name/);
  });

  it('strips the slash that would double in links', () => {
    expect(read({ BULKHEAD_URL: 'https://b.example.com/' }).url).toBe('https://b.example.com');
  });

  it.each([
    ['PORT', '70000'],
    ['PORT', '30x'],
    ['DATABASE_URL', 'mysql://u@h/d'],
    ['BULKHEAD_URL', 'b.example.com'],
    ['BULKHEAD_ROLE', 'boss'],
    ['BULKHEAD_POOL', '1'],
    ['BULKHEAD_DEMO', 'yes'],
    ['BULKHEAD_MASTER_KEY', 'c2hvcnQ='],
    ['BULKHEAD_OLD_MASTER_KEYS', 'c2hvcnQ='],
    ['BULKHEAD_ADMIN_EMAIL', 'admin'],
    ['BULKHEAD_ADMIN_PASSWORD', 'short'],
    ['BULKHEAD_PRIVATE_HOSTS', 'a host'],
    ['DISPATCHER', 'cron'],
  ])('refuses %s=%s and names it without the value', (name, value) => {
    let message = '';
    try {
      read({ [name]: value });
    } catch (error) {
      expect(error).toBeInstanceOf(EnvironmentError);
      message = (error as EnvironmentError).message;
    }
    expect(message).toContain(name);
    expect(message).not.toContain(value);
  });

  it('names every variable at fault at once', () => {
    expect(() => read({ PORT: 'x', DISPATCHER: 'y' })).toThrow(/PORT .*; DISPATCHER /);
  });
});
