// What an issuer may say, in the forms in which issuers say it.
import { describe, expect, it } from 'vitest';
import type { OidcSettings } from '../../env';
import { judgeClaims } from './issuer-claims';

const settings: OidcSettings = {
  issuer: 'https://login.example.com',
  clientId: 'bulkhead',
  clientSecret: 'secret',
  name: 'Example',
  scopes: 'openid email profile',
  roleClaim: 'groups',
  roleMap: { ops: 'operator', leads: 'approver', platform: 'admin' },
  defaultRole: null,
  emailDomains: [],
};
const claims = (over: Record<string, unknown> = {}) => ({
  iss: 'https://login.example.com/',
  sub: 'u1',
  email: 'Ada@Example.com',
  email_verified: true,
  groups: ['ops'],
  ...over,
});
const judged = (over: Record<string, unknown>, more: Partial<OidcSettings> = {}) => {
  const result = judgeClaims(claims(over), { ...settings, ...more });
  return result.refused ?? result.person.role;
};

describe('judgeClaims', () => {
  it('takes the highest role that a group has, wherever the groups stand', () => {
    expect(judged({ groups: ['sales', 'leads', 'ops'] })).toBe('approver');
    expect(judged({ groups: 'platform' })).toBe('admin');
    expect(judged({ realm_access: { roles: ['leads'] } }, { roleClaim: 'realm_access.roles' })).toBe(
      'approver',
    );
    const roleClaim = 'https://example.com/roles';
    expect(judged({ [roleClaim]: ['ops'] }, { roleClaim })).toBe('operator');
    expect(judged({ groups: [{ name: 'platform' }, 7, null] })).toBe('IssuerRole');
    expect(judged({ groups: ['__proto__', 'toString'] })).toBe('IssuerRole');
  });

  it('gives the default role only where one is set', () => {
    expect(judged({ groups: [] })).toBe('IssuerRole');
    expect(judged({ groups: [] }, { defaultRole: 'viewer' })).toBe('viewer');
  });

  it('believes a verified address of an allowed domain, and no other', () => {
    for (const email_verified of [false, 'false', undefined, 1])
      expect(judged({ email_verified }), String(email_verified)).toMatch(/^Issuer(Email|Claims)$/);
    expect(judged({ email_verified: 'true' })).toBe('operator');
    for (const email of [undefined, '', 'ada', 'ada@'])
      expect(judged({ email }), String(email)).toBe('IssuerEmail');
    const emailDomains = ['example.com'];
    expect(judged({}, { emailDomains })).toBe('operator');
    for (const email of ['a@sub.example.com', 'a@example.com.evil.test', '"a@example.com"@evil.test'])
      expect(judged({ email }, { emailDomains }), email).toMatch(/^Issuer(Domain|Email)$/);
  });

  it('needs somebody to speak of', () => {
    expect(judgeClaims({ ...claims(), sub: '' }, settings).refused).toBe('IssuerClaims');
    expect(judgeClaims({ ...claims(), iss: undefined }, settings).refused).toBe('IssuerClaims');
    expect(judgeClaims(null, settings).refused).toBe('IssuerClaims');
    expect(judgeClaims(claims({ auth_time: 1_700_000_000 }), settings)).toMatchObject({
      person: { email: 'ada@example.com', name: 'Ada'.toLowerCase(), authTimeS: 1_700_000_000 },
    });
  });
});
