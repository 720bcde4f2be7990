// The people endpoints of API v1, called in process on a real database: each answers as its own description says.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PEOPLE_ENDPOINTS } from '@/lib/contract/people-endpoints';
import { type SignInResult, signIn } from '@/lib/server/auth/sign-in';
import { type DescribedApi, describedApi } from '@/lib/server/testing/described-api';
import {
  ADMIN,
  APPROVER,
  ENGINEER,
  OPERATOR,
  PASSWORD,
  startTestServer,
  type TestServer,
  VIEWER,
} from '@/lib/server/testing/test-server';

let server: TestServer;
let api: DescribedApi;

beforeAll(async () => {
  const environment = {
    BULKHEAD_OIDC_ISSUER: 'https://login.example.com',
    BULKHEAD_OIDC_CLIENT_ID: 'bulkhead',
    BULKHEAD_OIDC_CLIENT_SECRET: 'a client secret of the tests',
  };
  server = await startTestServer({ environment });
  api = await describedApi(server);
});
afterAll(() => server.close());

const ask: DescribedApi['ask'] = (...call) => api.ask(...call);
const enter = (email: string, password: string): Promise<SignInResult> =>
  signIn(server.app, { email, password }, { address: null, userAgent: 'tests' });
const own = 'a password of my own';

/** Adds a person. @returns the temporary password. */
async function add(email: string, role = 'viewer'): Promise<string> {
  const made = await ask('putUser', `/users/${email}`, { as: ADMIN, body: { role } });
  expect(made.status, JSON.stringify(made.body)).toBe(200);
  return made.body.temporaryPassword.password;
}

describe('the people endpoints', () => {
  it('are for administrators, but for one’s own password', async () => {
    for (const as of [VIEWER, OPERATOR, APPROVER, ENGINEER]) {
      expect((await ask('listUsers', '/users', { as })).status).toBe(403);
      expect((await ask('readUser', `/users/${ADMIN}`, { as })).status).toBe(403);
      expect((await ask('putUser', `/users/${as}`, { as, body: { role: 'admin' } })).status).toBe(403);
      expect((await ask('resetPassword', `/users/${ADMIN}/reset-password`, { as })).status).toBe(403);
    }
    expect((await ask('listUsers', '/users')).status).toBe(401);
    const body = { current: PASSWORD, next: own };
    expect((await ask('changePassword', '/me/password', { as: 'key', body })).status).toBe(403);
  });

  it('add a person, who has to choose a password before anything else', async () => {
    const email = 'New.Person+1@example.com';
    const path = `/users/${encodeURIComponent(email)}`;
    const made = await ask('putUser', path, { as: ADMIN, body: { role: 'operator' } });
    expect(made.body).toMatchObject({
      email: email.toLowerCase(),
      name: 'new.person+1',
      role: 'operator',
      version: 1,
      passwordIsTemporary: true,
      disabled: false,
    });
    const { password, until } = made.body.temporaryPassword;
    expect(Date.parse(until)).toBeGreaterThan(Date.now() + 6 * 86_400_000);
    const same = await ask('putUser', path, { as: ADMIN, body: { role: 'operator' } });
    expect(same.body).toMatchObject({ version: 1, temporaryPassword: null });

    expect(await enter(email, password)).toMatchObject({ status: 'signed_in' });
    const cookie = { cookie: await server.cookieOf(email, password) };
    const me = () => server.call('GET', '/api/v1/me', { headers: cookie });
    expect((await me()).body).toMatchObject({ passwordIsTemporary: true, scopes: [] });
    const refused = await server.call('GET', '/api/v1/runs', { headers: cookie });
    expect(refused.body).toMatchObject({ status: 403, detail: expect.stringContaining('Choose another') });

    const change = (body: object) => ask('changePassword', '/me/password', { headers: cookie, body });
    expect((await change({ current: 'not it', next: own })).body.errors).toMatchObject([
      { path: '/current' },
    ]);
    expect((await change({ current: password, next: password })).body.errors).toMatchObject([
      { path: '/next' },
    ]);
    expect((await change({ current: password, next: 'short' })).status).toBe(400);
    expect((await change({ current: password, next: own })).status).toBe(204);
    expect((await me()).body).toMatchObject({ passwordIsTemporary: false, role: 'operator' });
    expect((await server.call('GET', '/api/v1/runs', { headers: cookie })).status).toBe(200);
    expect(await enter(email, password)).toEqual({ status: 'refused' });
    expect(await enter(email, own)).toMatchObject({ status: 'signed_in' });
  });

  it('end the other sessions of whoever changes the password, and all of whoever is given one', async () => {
    const email = 'two-browsers@example.com';
    const given = await add(email);
    const [first, second] = [await server.cookieOf(email, given), await server.cookieOf(email, given)];
    const status = async (cookie: string) =>
      (await server.call('GET', '/api/v1/me', { headers: { cookie } })).status;
    const body = { current: given, next: own };
    await ask('changePassword', '/me/password', { headers: { cookie: first }, body });
    expect([await status(first), await status(second)]).toEqual([200, 401]);

    const reset = await ask('resetPassword', `/users/${email}/reset-password`, { as: ADMIN });
    expect(reset.status).toBe(200);
    expect(await status(first)).toBe(401);
    expect(await enter(email, own)).toEqual({ status: 'refused' });
    expect(await enter(email, reset.body.password)).toMatchObject({ status: 'signed_in' });
    expect(
      (await ask('resetPassword', '/users/nobody@example.com/reset-password', { as: ADMIN })).status,
    ).toBe(404);
    expect((await ask('resetPassword', `/users/${ADMIN}/reset-password`, { as: ADMIN })).body.code).toBe(
      'conflict',
    );
  });

  it('give passwords that open nothing when their time is over', async () => {
    const email = 'late@example.com';
    const given = await add(email);
    await server.app.db.pool.query(
      `UPDATE app_user SET password_temporary_until = now() - interval '1 second' WHERE email = $1`,
      [email],
    );
    expect(await enter(email, given)).toEqual({ status: 'refused' });
  });

  it('slow down whoever guesses the present password', async () => {
    const email = 'guessed@example.com';
    const cookie = await server.cookieOf(email, await add(email));
    const guess = () =>
      ask('changePassword', '/me/password', { headers: { cookie }, body: { current: 'guess', next: own } });
    const statuses: number[] = [];
    for (let i = 0; i < 7; i += 1) statuses.push((await guess()).status);
    expect(statuses.slice(0, 5)).toEqual([400, 400, 400, 400, 400]);
    expect(statuses.at(-1)).toBe(429);
  });

  it('list and read people, without a hash', async () => {
    const page = await ask('listUsers', '/users?limit=3', { as: ADMIN });
    expect(page.body.items.map(({ email }: { email: string }) => email)).toEqual([ADMIN, APPROVER, ENGINEER]);
    const next = await ask('listUsers', `/users?limit=1&cursor=${page.body.nextCursor}`, { as: ADMIN });
    expect(next.body.items[0].email > ENGINEER).toBe(true);
    const one = await ask('readUser', `/users/${ADMIN}`, { as: ADMIN });
    expect(one.body).toMatchObject({ role: 'admin', openSessions: 1, passwordIsTemporary: false });
    expect(one.headers.get('etag')).toBe(`"${one.body.version}"`);
    expect(JSON.stringify([page.body, one.body])).not.toContain('argon2');
    expect((await ask('readUser', '/users/nobody@example.com', { as: ADMIN })).status).toBe(404);
    expect((await ask('readUser', '/users/nobody', { as: ADMIN })).status).toBe(404);
    expect((await ask('putUser', '/users/nobody', { as: ADMIN, body: { role: 'viewer' } })).status).toBe(400);
  });

  it('record who gave whom which role, and no password', async () => {
    const password = await add('recorded@example.com', 'approver');
    await ask('putUser', '/users/recorded@example.com', {
      as: ADMIN,
      body: { role: 'viewer', disabled: true, reason: 'On leave' },
    });
    const events = await server.app.db.prisma.auditEvent.findMany({
      where: { action: 'user.put' },
      orderBy: { seq: 'desc' },
      take: 2,
    });
    expect(events).toMatchObject([
      {
        before: { name: 'recorded', role: 'approver', disabled: false },
        after: { name: 'recorded', role: 'viewer', disabled: true },
        reason: 'On leave',
      },
      { before: null, after: { email: 'recorded@example.com', role: 'approver' }, reason: null },
    ]);
    await ask('resetPassword', '/users/recorded@example.com/reset-password', {
      as: ADMIN,
      body: { reason: 'Locked out' },
    });
    const reset = { where: { action: 'password.reset' }, orderBy: { seq: 'desc' } } as const;
    expect(await server.app.db.prisma.auditEvent.findFirst(reset)).toMatchObject({ reason: 'Locked out' });
    expect(
      JSON.stringify(await server.app.db.prisma.auditEvent.findMany({ select: { after: true } })),
    ).not.toContain(password);
  });

  it('let a sign-in at the issuer be linked for a day, to whom an administrator says', async () => {
    const path = `/users/${OPERATOR}/link`;
    const allowed = await ask('allowLink', path, { as: ADMIN, body: { reason: 'They moved to the issuer' } });
    expect(allowed.status).toBe(200);
    expect(Date.parse(allowed.body.until)).toBeGreaterThan(Date.now() + 23 * 3_600_000);
    const user = await ask('readUser', `/users/${OPERATOR}`, { as: ADMIN });
    expect(user.body).toMatchObject({ linkUntil: allowed.body.until, issuer: null, hasPassword: true });
    expect((await ask('allowLink', path, { as: ENGINEER })).status).toBe(403);
    expect((await ask('allowLink', '/users/nobody@example.com/link', { as: ADMIN })).status).toBe(404);
    const event = await server.app.db.prisma.auditEvent.findFirst({ where: { action: 'user.allow_link' } });
    expect(event).toMatchObject({
      after: { issuer: 'https://login.example.com' },
      reason: 'They moved to the issuer',
    });
  });

  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(PEOPLE_ENDPOINTS)));
  });
});
