// Somebody stays who can undo it: the last administrator, whoever asks and however many ask at once.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADMIN, ENGINEER, PASSWORD, startTestServer, type TestServer } from './testing/test-server';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const put = (as: string, email: string, body: object) =>
  server.call('PUT', `/api/v1/users/${email}`, { as, body });
const administrators = async () => {
  const { rows } = await server.app.db.pool.query<{ email: string }>(
    `SELECT email FROM app_user WHERE role = 'admin' AND disabled_at IS NULL ORDER BY email`,
  );
  return rows.map(({ email }) => email);
};

describe('the last administrator', () => {
  it('keeps the role and is not disabled, by a person or by a key', async () => {
    for (const as of [ADMIN, 'key']) {
      const demoted = await put(as, ADMIN, { role: 'viewer' });
      expect([demoted.status, demoted.body.code]).toEqual([409, 'conflict']);
      expect((await put(as, ADMIN, { role: 'admin', disabled: true })).status).toBe(409);
    }
    expect((await put(ADMIN, ADMIN, { role: 'admin', name: 'Root' })).body).toMatchObject({ name: 'Root' });
    expect(await administrators()).toEqual([ADMIN]);
  });

  it('is left when two take each other’s role in the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      expect((await put('key', ENGINEER, { role: 'admin' })).status).toBe(200);
      expect((await put('key', ADMIN, { role: 'admin' })).status).toBe(200);
      const answers = await Promise.all([
        put('key', ADMIN, { role: 'viewer' }),
        put('key', ENGINEER, { role: 'viewer' }),
      ]);
      expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
      expect(await administrators()).toHaveLength(1);
    }
    await put('key', ADMIN, { role: 'admin' });
  });

  it('can’t disable themselves even when there is another one', async () => {
    await put('key', ENGINEER, { role: 'admin' });
    const cookie = await server.cookieOf(ADMIN, PASSWORD);
    const answer = await server.call('PUT', `/api/v1/users/${ADMIN}`, {
      headers: { cookie },
      body: { role: 'admin', disabled: true },
    });
    expect(answer.body).toMatchObject({ status: 409, detail: expect.stringContaining('themselves') });
    expect(await administrators()).toEqual([ADMIN, ENGINEER]);
  });

  it('is refused a change that was made from another version', async () => {
    const headers = { 'if-match': '"1"' };
    const user = await server.call('GET', `/api/v1/users/${ENGINEER}`, { as: 'key' });
    expect(user.body.version).toBeGreaterThan(1);
    const stale = await server.call('PUT', `/api/v1/users/${ENGINEER}`, {
      as: 'key',
      headers,
      body: { role: 'viewer' },
    });
    expect([stale.status, stale.body.data]).toEqual([412, { latest: user.body.version }]);
  });
});
