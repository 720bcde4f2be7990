// Signing in at a real issuer on loopback: who comes in, as what, and each way in which it is refused.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { issuerBrowser } from '../testing/issuer-browser';
import { startTestIssuer, type TestIssuer } from '../testing/test-issuer';
import { ADMIN, OPERATOR, startTestServer, type TestServer } from '../testing/test-server';
import { signInAtIssuer } from './sign-in-at-issuer';
import { ADDRESS_RULE } from './throttle-rules';

const ORIGIN = 'http://localhost:3000';
let issuer: TestIssuer;
let server: TestServer;
beforeAll(async () => {
  issuer = await startTestIssuer(ORIGIN);
  server = await startTestServer({ environment: issuer.environment });
}, 60_000);
afterAll(async () => {
  await server.close();
  await issuer.close();
});
beforeEach(() => {
  issuer.account = account();
});

const account = (over: Record<string, unknown> = {}) => ({
  sub: 'sub-1',
  email: 'Mira@Example.com',
  email_verified: true,
  name: 'Mira Sol',
  groups: ['ops'],
  ...over,
});
const me = (headers: { cookie: string }) => server.call('GET', '/api/v1/me', { headers });
const events = async (action: string) =>
  server.app.db.prisma.auditEvent.findMany({ where: { action }, orderBy: { seq: 'desc' }, take: 2 });

describe('an issuer', () => {
  it('lets a person in, adds them without a password, and keeps a session that can be ended', async () => {
    const browser = issuerBrowser(server);
    expect(await browser.signIn()).toBe('/');
    const mine = await me(browser.headers());
    expect(mine.body).toMatchObject({ email: 'mira@example.com', name: 'Mira Sol', role: 'operator' });
    expect((await events('user.put'))[0]).toMatchObject({
      after: { email: 'mira@example.com', role: 'operator', issuer: issuer.url },
    });
    expect((await events('session.create'))[0]).toMatchObject({ after: { method: 'oidc' } });
    const [session] = (await server.call('GET', '/api/v1/sessions', { headers: browser.headers() })).body
      .items;
    await server.call('DELETE', `/api/v1/sessions/${session.id}`, { as: ADMIN });
    expect((await me(browser.headers())).status).toBe(401);
    const byPassword = await server.app.db.prisma.user.findUniqueOrThrow({
      where: { email: 'mira@example.com' },
    });
    expect(byPassword.passwordHash).toBeNull();
  });

  it('knows them by issuer and subject, gives the role anew each time, and ends what the old role had open', async () => {
    const [first, second] = [issuerBrowser(server), issuerBrowser(server)];
    await first.signIn();
    issuer.account = account({ email: 'mira.sol@example.com', groups: ['ops', 'leads'] });
    await second.signIn();
    expect((await me(second.headers())).body).toMatchObject({ email: 'mira@example.com', role: 'approver' });
    expect((await me(first.headers())).status).toBe(401);
    expect(await server.app.db.prisma.user.count({ where: { name: 'Mira Sol' } })).toBe(1);
    expect((await events('user.put'))[0]).toMatchObject({
      before: { role: 'operator' },
      after: { role: 'approver' },
    });
  });

  it.each([
    ['of no group that has a role', { sub: 's2', email: 'a@example.com', groups: ['sales'] }, 'IssuerRole'],
    ['without a group', { sub: 's2', email: 'a@example.com', groups: undefined }, 'IssuerRole'],
    ['of a group named like what every object has', { sub: 's2', groups: ['constructor'] }, 'IssuerRole'],
    [
      'whose address is not verified',
      { sub: 's2', email: 'a@example.com', email_verified: false },
      'IssuerEmail',
    ],
    ['without an address', { sub: 's2', email: undefined }, 'IssuerEmail'],
    ['of another domain', { sub: 's2', email: 'a@example.com.evil.test' }, 'IssuerDomain'],
    ['with the address of a local account', { sub: 's2', email: OPERATOR }, 'IssuerLocalAccount'],
  ])('keeps out a person %s', async (_who, over, code) => {
    const people = await server.app.db.prisma.user.count();
    issuer.account = account(over);
    const browser = issuerBrowser(server);
    expect(await browser.signIn()).toBe(`/sign-in?error=${code}`);
    expect((await me(browser.headers())).status).toBe(401);
    expect(await server.app.db.prisma.user.count()).toBe(people);
    expect((await events('session.refuse'))[0]).toMatchObject({ after: { method: 'oidc', why: code } });
  });

  it('leaves one row an hour of a person who is kept out again and again, and few of an address', async () => {
    const rows = () => server.app.db.prisma.auditEvent.count({ where: { action: 'session.refuse' } });
    const from = { address: '10.7.7.7', userAgent: null };
    const refuse = (email: string, groups: string[] = []) =>
      signInAtIssuer(server.app, { ...account({ sub: 'x', email, groups }), iss: issuer.url }, from, null);
    const before = await rows();
    for (let i = 0; i < 5; i += 1)
      expect(await refuse('again@example.com')).toEqual({ status: 'refused', why: 'IssuerRole' });
    expect(await rows()).toBe(before + 1);
    for (let i = 0; i < 60; i += 1) await refuse(`many-${i}@example.com`);
    expect(await rows()).toBe(before + ADDRESS_RULE.free);
    await refuse(OPERATOR, ['ops']);
    expect(await rows()).toBe(before + ADDRESS_RULE.free);
  });

  it('keeps out a person who was disabled here, and one whose group was taken away', async () => {
    const browser = issuerBrowser(server);
    issuer.account = account({ sub: 's3', email: 'gone@example.com' });
    await browser.signIn();
    const put = (disabled: boolean) =>
      server.call('PUT', '/api/v1/users/gone@example.com', {
        as: ADMIN,
        body: { role: 'operator', disabled },
      });
    expect((await put(true)).status).toBe(200);
    expect((await me(browser.headers())).status).toBe(401);
    expect(await issuerBrowser(server).signIn()).toBe('/sign-in?error=IssuerDisabled');
    await put(false);
    issuer.account = account({ sub: 's3', email: 'gone@example.com', groups: [] });
    expect(await issuerBrowser(server).signIn()).toBe('/sign-in?error=IssuerRole');
  });

  it('does not take another person’s session over, and proves the same person anew in place', async () => {
    const browser = issuerBrowser(server);
    await browser.signIn();
    const before = (await server.call('GET', '/api/v1/sessions', { headers: browser.headers() })).body.items;
    await server.app.db.pool.query(`UPDATE session SET authenticated_at = NULL WHERE id = $1`, [
      before[0].id,
    ]);
    expect(await browser.signIn('?prompt=login&max_age=0')).toBe('/');
    const after = (await server.call('GET', '/api/v1/sessions', { headers: browser.headers() })).body.items;
    expect(after.map(({ id }: { id: string }) => id)).toEqual(before.map(({ id }: { id: string }) => id));
    const { rows } = await server.app.db.pool.query(
      `SELECT authenticated_at > now() - interval '1 minute' AS fresh FROM session WHERE id = $1`,
      [before[0].id],
    );
    expect(rows).toEqual([{ fresh: true }]);
    issuer.account = account({ sub: 's4', email: 'other@example.com' });
    expect(await browser.signIn('?prompt=login')).toBe('/sign-in?error=IssuerOtherPerson');
    expect((await me(browser.headers())).body.email).toBe('mira@example.com');
  });

  it('that does not say when it was proven who they are proves nothing anew', async () => {
    const silent = { ...account({ sub: 'silent', email: 'silent@example.com' }), iss: issuer.url };
    const provenAt = async (claims: object, present: string | null) => {
      const signedIn = await signInAtIssuer(server.app, claims, { address: null, userAgent: null }, present);
      if (signedIn.status !== 'signed_in') throw new Error(signedIn.why);
      const id = signedIn.sessionId;
      return {
        id,
        at: (await server.app.db.prisma.session.findUniqueOrThrow({ where: { id } })).authenticatedAt,
      };
    };
    const { id, at } = await provenAt(silent, null);
    expect(at).toBeNull();
    expect(await provenAt({ ...silent, auth_time: 1_700_000_000 }, id)).toEqual({
      id,
      at: new Date(1_700_000_000_000),
    });
    expect(await provenAt(silent, id)).toEqual({ id, at: new Date(1_700_000_000_000) });
  });

  it('refuses what comes back to another browser, with another state or another nonce', async () => {
    const led = async (browser: ReturnType<typeof issuerBrowser>, callback: string) => {
      const to = await browser.comeBack(callback);
      expect((await me(browser.headers())).status).toBe(401);
      return [to.split('?')[0], new URLSearchParams(to.split('?')[1]).get('error')];
    };
    const failed = ['/sign-in', 'OAuthCallback'];
    const one = issuerBrowser(server);
    const callback = await one.walk(await one.begin());
    expect(await led(issuerBrowser(server), callback)).toEqual(failed);
    expect(await led(one, callback.replace(/state=[^&]+/, 'state=another'))).toEqual(failed);

    const two = issuerBrowser(server);
    const theirs = await two.walk(await two.begin());
    const other = issuerBrowser(server);
    await other.begin();
    const nonce = [...other.cookies].find(([name]) => name.endsWith('nonce'));
    expect(nonce).toBeDefined();
    if (nonce !== undefined) two.cookies.set(...nonce);
    expect(await led(two, theirs)).toEqual(failed);
  });
});

describe('an account that was here before', () => {
  it('is linked when an administrator says so, once, and follows the groups from then on', async () => {
    const { app } = server;
    issuer.account = account({ sub: 'ada', email: OPERATOR, groups: ['leads'] });
    expect(await issuerBrowser(server).signIn()).toBe('/sign-in?error=IssuerLocalAccount');
    const path = `/api/v1/users/${OPERATOR}/link`;
    expect((await server.call('POST', path, { as: ADMIN, body: {} })).status).toBe(200);
    const browser = issuerBrowser(server);
    expect(await browser.signIn()).toBe('/');
    expect((await me(browser.headers())).body).toMatchObject({ email: OPERATOR, role: 'approver' });
    expect((await events('user.link'))[0]).toMatchObject({ after: { issuer: issuer.url } });
    issuer.account = account({ sub: 'somebody-else', email: OPERATOR });
    expect(await issuerBrowser(server).signIn()).toBe('/sign-in?error=IssuerLocalAccount');
    const user = await app.db.prisma.user.findUniqueOrThrow({ where: { email: OPERATOR } });
    expect(user).toMatchObject({ subject: 'ada', linkUntil: null });
  });

  it('stays an administrator where nobody else is one', async () => {
    issuer.account = account({ sub: 'root', email: ADMIN, groups: ['ops'] });
    expect((await server.call('POST', `/api/v1/users/${ADMIN}/link`, { as: 'key', body: {} })).status).toBe(
      200,
    );
    expect(await issuerBrowser(server).signIn()).toBe('/sign-in?error=IssuerLastAdministrator');
    const user = await server.app.db.prisma.user.findUniqueOrThrow({ where: { email: ADMIN } });
    expect(user).toMatchObject({ role: 'admin', subject: null });
  });
});

describe('an issuer that is away', () => {
  it('leads back to the sign-in, which says so; passwords go on working', async () => {
    const away = await startTestIssuer(ORIGIN);
    await away.close();
    const { app } = server;
    const { oidc } = app.env;
    if (oidc === null) throw new Error('the issuer is configured');
    const env = app.env as { oidc: typeof app.env.oidc }; // safe because the test puts it back
    env.oidc = { ...oidc, issuer: away.url };
    try {
      expect(await issuerBrowser(server).begin()).toContain('error=OAuthSignin');
    } finally {
      env.oidc = oidc;
    }
    expect((await server.call('GET', '/api/v1/me', { as: OPERATOR })).status).toBe(200);
  });
});
