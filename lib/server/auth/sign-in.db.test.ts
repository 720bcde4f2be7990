// Signing in: who may, who is slowed down, what is audited, and how a session ends everywhere at once.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../store/database';
import { putUser } from '../../store/write/put-user';
import { forgiveSignIn } from '../../store/write/sign-in-throttle';
import { ADMIN, OPERATOR, PASSWORD, startTestServer, type TestServer, VIEWER } from '../testing/test-server';
import { signIn } from './sign-in';
import { ACCOUNT_RULE, ADDRESS_RULE } from './throttle-rules';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const from = (address: string | null) => ({ address, userAgent: 'tests' });
const enter = (email: string, password = PASSWORD, address: string | null = null) =>
  signIn(server.app, { email, password }, from(address));
const audited = async (action: string) =>
  (await server.app.db.prisma.auditEvent.findMany({ where: { action }, orderBy: { seq: 'asc' } })).map(
    ({ entityId, after }) => ({ entityId, after }),
  );

describe('signIn', () => {
  it('opens a session for the right password, whatever the case of the e-mail, and audits it', async () => {
    const result = await enter('Operator@Example.com', PASSWORD, '10.0.0.1');
    expect(result).toMatchObject({ status: 'signed_in' });
    const created = await audited('session.create');
    expect(created.at(-1)).toMatchObject({ after: { address: '10.0.0.1' } });
  });

  it('does not tell a wrong password from nobody or from somebody disabled, and audits all three', async () => {
    const gone = {
      id: server.app.ids.timeOrdered(),
      email: 'gone@example.com',
      name: 'Gone',
      role: 'viewer',
    } as const;
    const passwordHash = '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$AAAA';
    await inTransaction(server.app.db, 'test', (tx) =>
      putUser(tx, { ...gone, passwordHash, disabled: true }),
    );
    for (const email of [OPERATOR, 'nobody@example.com', gone.email])
      expect(await enter(email, 'not the password')).toEqual({ status: 'refused' });
    const refused = (await audited('session.refuse')).map(({ entityId }) => entityId);
    expect(refused).toEqual([OPERATOR, 'nobody@example.com', gone.email]);
  });

  it('works as hard for nobody as for somebody', async () => {
    const timed = async (email: string) => {
      const startedMs = performance.now();
      await enter(email, 'not the password');
      return performance.now() - startedMs;
    };
    await timed('first@example.com'); // the decoy is made once
    const nobody = await timed('second@example.com');
    const somebody = await timed(ADMIN);
    expect(nobody).toBeGreaterThan(somebody / 4);
  });

  it('slows an account down after a few failures, not its neighbours, and forgets after a success', async () => {
    for (let i = 0; i < ACCOUNT_RULE.free; i += 1)
      expect(await enter(VIEWER, 'guess')).toEqual({ status: 'refused' });
    const blocked = await enter(VIEWER);
    expect(blocked).toMatchObject({ status: 'throttled' });
    expect(await enter(ADMIN)).toMatchObject({ status: 'signed_in' });
    const key = `email:${VIEWER}`;
    await server.app.db.pool.query(
      `UPDATE sign_in_throttle SET blocked_until = now() - interval '1 minute' WHERE key = $1`,
      [key],
    );
    expect(await enter(VIEWER)).toMatchObject({ status: 'signed_in' });
    expect(await enter(VIEWER, 'guess')).toEqual({ status: 'refused' });
  });

  it('tells once an hour that somebody knew a password and had no code', async () => {
    const { prisma, pool } = server.app.db;
    const { id: userId } = await prisma.user.findUniqueOrThrow({ where: { email: ADMIN } });
    const confirmed = { createdAt: new Date(), confirmedAt: new Date() };
    await prisma.secondFactor.create({ data: { userId, sealed: Buffer.of(1), keyId: 'none', ...confirmed } });
    const told = async () =>
      (await audited('session.refuse')).filter(({ after }) => JSON.stringify(after).includes('code_needed'));
    for (let i = 0; i < 4; i += 1) expect(await enter(ADMIN)).toEqual({ status: 'code_needed' });
    const row = { entityId: ADMIN, after: { address: null, why: 'code_needed' } };
    expect(await told()).toEqual([row]);
    await pool.query(
      `UPDATE sign_in_throttle SET blocked_until = now(), window_start = now() - interval '61 minutes' WHERE key = $1`,
      [`refused:code_needed:${ADMIN}`],
    );
    expect(await enter(ADMIN)).toEqual({ status: 'code_needed' });
    expect(await told()).toEqual([row, row]);
    await prisma.secondFactor.delete({ where: { userId } });
  });

  it('counts guesses that come all at once', async () => {
    const guesses = await Promise.all(
      Array.from({ length: 20 }, (_, i) => enter('crowd@example.com', `guess ${i}`)),
    );
    expect(guesses.filter(({ status }) => status === 'refused')).toHaveLength(ACCOUNT_RULE.free);
  });

  it('slows an address down that tries many accounts', async () => {
    const tries = Array.from({ length: ADDRESS_RULE.free + 3 }, (_, i) => i);
    const results = [];
    for (const i of tries) results.push(await enter(`many-${i}@example.com`, 'guess', '10.9.9.9'));
    expect(results.filter(({ status }) => status === 'throttled')).toHaveLength(3);
    const blocked = `SELECT FROM sign_in_throttle WHERE key = 'ip:10.9.9.9' AND blocked_until > now()`;
    await inTransaction(server.app.db, 'test', (tx) => forgiveSignIn(tx, 'ip:10.9.9.9', 'one'));
    expect((await server.app.db.pool.query(blocked)).rowCount).toBe(1);
    expect(await enter(OPERATOR, PASSWORD, '10.9.9.10')).toMatchObject({ status: 'signed_in' });
  });
});

describe('a session', () => {
  const me = () => server.call('GET', '/api/v1/me', { as: OPERATOR });

  it('ends when its person gets another role, at the next request', async () => {
    expect((await me()).status).toBe(200);
    const { app } = server;
    const user = await app.db.prisma.user.findUniqueOrThrow({ where: { email: OPERATOR } });
    const changed = { id: user.id, email: OPERATOR, name: user.name, passwordHash: null, disabled: false };
    await inTransaction(app.db, 'test', (tx) => putUser(tx, { ...changed, role: 'engineer' }));
    expect((await me()).status).toBe(401);
  });
});
