// The endpoints by which people prove who they are, called in process on a real database: each answers as its own description says.
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { PROOF_ENDPOINTS } from '@/lib/contract/proof-endpoints';
import { signIn } from '@/lib/server/auth/sign-in';
import { ACCOUNT_RULE } from '@/lib/server/auth/throttle-rules';
import { authenticatorCode } from '@/lib/server/testing/authenticator';
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
/** Codes are used up by step: each one is asked for half a minute later than the last. */
let laterMs = 0;

beforeAll(async () => {
  server = await startTestServer();
  api = await describedApi(server);
  const now = server.app.clock.now;
  vi.spyOn(server.app.clock, 'now').mockImplementation(() => now() + laterMs);
});
afterAll(() => server.close());
beforeEach(() => {
  laterMs += 60_000;
});

const ask: DescribedApi['ask'] = (...call) => api.ask(...call);
const enter = (email: string, code?: string, password = PASSWORD) =>
  signIn(server.app, { email, password, code: code ?? null }, { address: null, userAgent: 'tests' });
const next = (secret: string): string => {
  laterMs += 30_000;
  return authenticatorCode(secret, server.app.clock.now());
};
const events = async (action: string) =>
  server.app.db.prisma.auditEvent.findMany({ where: { action }, orderBy: { seq: 'desc' } });

/** @returns the secret and the recovery codes. */
async function enrol(email: string): Promise<{ secret: string; codes: string[] }> {
  const begun = await ask('beginSecondFactor', '/me/second-factor', {
    as: email,
    body: { password: PASSWORD },
  });
  expect(begun.status, JSON.stringify(begun.body)).toBe(200);
  const { secret } = begun.body;
  const body = { code: next(secret) };
  const confirmed = await ask('confirmSecondFactor', '/me/second-factor/confirm', { as: email, body });
  expect(confirmed.status, JSON.stringify(confirmed.body)).toBe(200);
  return { secret, codes: confirmed.body.codes };
}
const setRules = async (rules: object) => {
  const { version, zone: _, ...stored } = (await server.call('GET', '/api/v1/settings', { as: 'key' })).body;
  const answer = await server.call('PUT', '/api/v1/settings', {
    as: 'key',
    body: { ...stored, ...rules },
    headers: { 'if-match': `"${version}"` },
  });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
};

describe('a second factor', () => {
  it('asks for a code after the password from the moment it is confirmed, and for each code once', async () => {
    const begin = (password: string) =>
      ask('beginSecondFactor', '/me/second-factor', { as: OPERATOR, body: { password } });
    expect((await begin('not the password')).body.errors).toMatchObject([{ path: '/password' }]);
    const { secret, uri, qr } = (await begin(PASSWORD)).body;
    expect(uri).toContain(secret);
    expect(qr.path.length).toBeGreaterThan(100);
    expect(await enter(OPERATOR)).toMatchObject({ status: 'signed_in' });
    const confirm = (code: string) =>
      ask('confirmSecondFactor', '/me/second-factor/confirm', { as: OPERATOR, body: { code } });
    expect((await confirm('000000')).body.errors).toMatchObject([{ path: '/code' }]);
    const first = next(secret);
    expect((await confirm(first)).body.codes).toHaveLength(10);
    expect((await confirm(next(secret))).status).toBe(409);
    expect((await begin(PASSWORD)).status).toBe(409);

    expect(await enter(OPERATOR)).toEqual({ status: 'code_needed' });
    expect(await enter(OPERATOR, first)).toEqual({ status: 'code_refused' });
    const second = next(secret);
    expect(await enter(OPERATOR, second, 'not the password')).toEqual({ status: 'refused' });
    const both = await Promise.all([enter(OPERATOR, second), enter(OPERATOR, second)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['code_refused', 'signed_in']);
    expect((await events('session.refuse'))[0]).toMatchObject({ after: { why: 'code' } });
    const stands = await ask('readSecondFactor', '/me/second-factor', { as: OPERATOR });
    expect(stands.body).toMatchObject({ recoveryCodesLeft: 10, required: false, method: 'password' });
    expect(stands.body.since).not.toBeNull();
    const kept = await server.app.db.prisma.secondFactor.findFirstOrThrow();
    expect(Buffer.from(kept.sealed).toString('latin1')).not.toContain(secret);
    expect((await ask('readSecondFactor', '/me/second-factor', { as: 'key' })).status).toBe(403);
  });

  it('takes a recovery code in place of a code, once', async () => {
    const { codes } = await enrol(APPROVER);
    const [first = '', second = ''] = codes;
    expect(await enter(APPROVER, first.toUpperCase())).toMatchObject({ status: 'signed_in' });
    expect((await events('session.create'))[0]).toMatchObject({ after: { proof: 'recovery_code' } });
    expect(await enter(APPROVER, first)).toEqual({ status: 'code_refused' });
    const both = await Promise.all([enter(APPROVER, second), enter(APPROVER, second)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['code_refused', 'signed_in']);
    const stands = await ask('readSecondFactor', '/me/second-factor', { as: APPROVER });
    expect(stands.body.recoveryCodesLeft).toBe(8);
    const hashes = await server.app.db.prisma.recoveryCode.findMany();
    expect(JSON.stringify(hashes)).not.toContain(first);
  });

  it('slows down whoever knows the password and guesses codes, whatever else they try in between', async () => {
    const { secret } = await enrol(VIEWER);
    for (let i = 0; i < ACCOUNT_RULE.free; i += 1) {
      expect(await enter(VIEWER, '123456')).toEqual({ status: 'code_refused' });
      expect((await enter(VIEWER)).status).toMatch(/code_needed|throttled/);
      await server.app.db.pool.query(`DELETE FROM sign_in_throttle WHERE key = $1`, [`email:${VIEWER}`]);
    }
    expect(await enter(VIEWER, next(secret))).toMatchObject({ status: 'throttled' });
  });

  it('is taken away with password and code, and by an administrator for who lost it', async () => {
    const { secret } = await enrol(ENGINEER);
    const remove = (body: object) => ask('removeSecondFactor', '/me/second-factor', { as: ENGINEER, body });
    expect((await remove({ password: 'no', code: next(secret) })).body.errors).toMatchObject([
      { path: '/password' },
    ]);
    expect((await remove({ password: PASSWORD, code: '000000' })).body.errors).toMatchObject([
      { path: '/code' },
    ]);
    expect((await remove({ password: PASSWORD, code: next(secret) })).status).toBe(204);
    expect((await remove({ password: PASSWORD, code: next(secret) })).status).toBe(409);
    expect(await enter(ENGINEER)).toMatchObject({ status: 'signed_in' });

    await enrol(ENGINEER);
    const session = { headers: { cookie: await server.cookieOf(ENGINEER) } };
    const path = `/users/${ENGINEER}/reset-second-factor`;
    expect((await ask('resetSecondFactor', path, { as: OPERATOR, body: {} })).status).toBe(403);
    const body = { reason: 'Lost the phone' };
    expect((await ask('resetSecondFactor', path, { as: ADMIN, body })).status).toBe(204);
    expect((await ask('resetSecondFactor', path, { as: ADMIN, body })).status).toBe(409);
    expect((await events('second_factor.reset'))[0]).toMatchObject({ reason: 'Lost the phone' });
    expect((await server.call('GET', '/api/v1/me', session)).status).toBe(401);
    expect(await enter(ENGINEER)).toMatchObject({ status: 'signed_in' });
    const own = `/users/${ADMIN}/reset-second-factor`;
    expect((await ask('resetSecondFactor', own, { as: ADMIN, body })).status).toBe(409);
  });

  it('that a role needs is set up at the next sign-in, before anything else, and stays', async () => {
    await setRules({ secondFactorRoles: ['engineer'] });
    const cookie = await server.cookieOf(ENGINEER, PASSWORD);
    const as = { headers: { cookie } };
    const runs = () => server.call('GET', '/api/v1/runs', as);
    expect((await runs()).body).toMatchObject({
      status: 403,
      detail: expect.stringContaining('second factor'),
    });
    const { secret } = (
      await ask('beginSecondFactor', '/me/second-factor', { ...as, body: { password: PASSWORD } })
    ).body;
    const confirmed = await ask('confirmSecondFactor', '/me/second-factor/confirm', {
      ...as,
      body: { code: next(secret) },
    });
    expect(confirmed.status).toBe(200);
    expect((await runs()).status).toBe(200);
    const body = { password: PASSWORD, code: next(secret) };
    expect((await ask('removeSecondFactor', '/me/second-factor', { ...as, body })).status).toBe(409);
    await setRules({ secondFactorRoles: [] });
  });
});

describe('proving again who one is', () => {
  const age = (minutes: number) =>
    server.app.db.pool.query(`UPDATE session SET authenticated_at = now() - make_interval(mins => $1)`, [
      minutes,
    ]);
  const key = () =>
    server.call('POST', '/api/v1/api-keys', {
      as: ADMIN,
      body: { name: 'ci', scopes: ['runs:read'], expiresAt: null },
    });
  const prove = (body: object, as = ADMIN) => ask('reauthenticate', '/session/reauthenticate', { as, body });

  it('is asked for what the settings name, when the last proof is too old, and lets the same through then', async () => {
    await age(6);
    expect((await key()).status).toBe(201);
    await setRules({ reauthenticateFor: ['keys.create', 'people.change'] });
    expect((await key()).body).toMatchObject({
      status: 403,
      code: 'forbidden',
      data: { reauthenticate: 'keys.create' },
    });
    const change = { as: ADMIN, body: { role: 'viewer' } };
    expect((await server.call('PUT', `/api/v1/users/${VIEWER}`, change)).body.data).toEqual({
      reauthenticate: 'people.change',
    });
    expect((await prove({ password: 'not the password' })).body.errors).toMatchObject([
      { path: '/password' },
    ]);
    expect((await key()).status).toBe(403);
    expect((await prove({})).status).toBe(400);
    expect((await prove({ password: PASSWORD, code: '123456' })).status).toBe(400);
    expect((await prove({ code: '123456' })).status).toBe(409);
    expect((await prove({ password: PASSWORD })).status).toBe(200);
    expect((await key()).status).toBe(201);
    expect((await events('session.reauthenticate'))[0]).toMatchObject({ after: { proof: 'password' } });
    await age(4);
    expect((await key()).status).toBe(201);
    await age(6);
    expect((await key()).status).toBe(403);
    await setRules({ reauthenticateFor: [] });
  });

  it('is no matter of keys', async () => {
    await setRules({ reauthenticateFor: ['keys.create'] });
    const body = { name: 'ci', scopes: ['runs:read'], expiresAt: null };
    expect((await server.call('POST', '/api/v1/api-keys', { as: 'key', body })).status).toBe(201);
    expect(
      (await ask('reauthenticate', '/session/reauthenticate', { as: 'key', body: { password: 'x' } })).status,
    ).toBe(403);
    await setRules({ reauthenticateFor: [] });
  });

  it('proves one session and no other of the same person', async () => {
    await setRules({ reauthenticateFor: ['halt.lift'] });
    const [first, second] = [await server.cookieOf(ADMIN, PASSWORD), await server.cookieOf(ADMIN, PASSWORD)];
    await age(10);
    const lift = (cookie: string) => server.call('DELETE', '/api/v1/halt', { headers: { cookie } });
    await ask('reauthenticate', '/session/reauthenticate', {
      headers: { cookie: first },
      body: { password: PASSWORD },
    });
    expect([(await lift(first)).status, (await lift(second)).status]).toEqual([200, 403]);
    await setRules({ reauthenticateFor: [] });
  });

  it('have all been called', () => {
    expect([...api.called]).toEqual(expect.arrayContaining(Object.keys(PROOF_ENDPOINTS)));
  });
});
