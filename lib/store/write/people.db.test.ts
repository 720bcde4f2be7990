// Holds people, sessions, keys, secrets and failed sign-ins to their ends.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TEST_ACTOR } from '../../ports/testing/journal-builder';
import { type Database, inTransaction, openDatabase } from '../database';
import type { Transaction } from '../prisma';
import { listSessions } from '../read/list-sessions';
import { countUsers, findUserByEmail, readLiveApiKey, readLiveSession } from '../read/read-people';
import { listSecrets, readAllSealedSecrets, readSealedSecret } from '../read/read-secrets';
import { createTestDatabase, type TestDatabase } from '../testing/test-database';
import { putApiKey, revokeApiKey, touchApiKey } from './api-keys';
import { putSecret } from './put-secret';
import { type PutUser, putUser } from './put-user';
import { createSession, pruneSessions, revokeAllSessions, revokeSession, touchSession } from './sessions';
import { forgiveSignIn, pruneSignInThrottle, takeSignInTry } from './sign-in-throttle';

describe('people and access', () => {
  let test: TestDatabase;
  let db: Database;
  beforeAll(async () => {
    test = await createTestDatabase();
    db = openDatabase({ url: test.appUrl, size: 8 });
  });
  afterAll(async () => {
    await db.close();
    await test.drop();
  });

  const write = <T>(work: (tx: Transaction) => Promise<T>) => inTransaction(db, 'test', work);
  const anEmail = () => `ada-${randomUUID()}@example.com`;
  const aUser = async (over: Partial<PutUser> = {}) => {
    const user: PutUser = {
      id: randomUUID(),
      email: anEmail(),
      name: 'Ada',
      role: 'approver',
      passwordHash: 'argon',
      disabled: false,
      ...over,
    };
    await write((tx) => putUser(tx, user));
    return user;
  };
  const aSession = async (userId: string, lastsMs = 60_000) => {
    const id = randomUUID();
    const user = await db.prisma.user.findUniqueOrThrow({ where: { id: userId } });
    const { sessionVersion } = user;
    await write((tx) =>
      createSession(tx, {
        id,
        userId,
        sessionVersion,
        lastsMs,
        userAgent: 'x\0'.repeat(400),
        method: 'password' as const,
        authenticatedAtS: 'now' as const,
        mustEnrol: false,
        address: '::1',
      }),
    );
    return id;
  };

  it('knows a person by address, in any case, once', async () => {
    const before = await countUsers(db);
    const user = await aUser();
    const found = await findUserByEmail(db, user.email.toUpperCase());
    expect(found).toMatchObject({ id: user.id, role: 'approver', passwordHash: 'argon', disabled: false });
    const again = await write((tx) =>
      putUser(tx, {
        ...user,
        id: randomUUID(),
        email: user.email.toUpperCase(),
        name: 'Ada L.',
        passwordHash: null,
      }),
    );
    expect(again).toEqual({
      id: user.id,
      created: false,
      before: { name: 'Ada', role: 'approver', disabled: false },
    });
    expect(await countUsers(db)).toBe(before + 1);
    expect(await findUserByEmail(db, 'nobody\0@example.com')).toBeNull();
    await expect(
      write((tx) => putUser(tx, { ...user, email: anEmail(), passwordHash: null })),
    ).rejects.toThrow();
  });

  it('ends sessions that are revoked, over, or of a person who was changed or disabled', async () => {
    const user = await aUser();
    const [revoked, over, kept, fourth] = [
      await aSession(user.id),
      await aSession(user.id, -1),
      await aSession(user.id),
      await aSession(user.id),
    ];
    expect(await readLiveSession(db, revoked)).toMatchObject({ userId: user.id, role: 'approver' });
    expect(await write((tx) => revokeSession(tx, randomUUID(), revoked))).toBe(false);
    expect(await write((tx) => revokeSession(tx, user.id, revoked))).toBe(true);
    expect(await write((tx) => revokeSession(tx, user.id, revoked))).toBe(false);
    expect(await readLiveSession(db, revoked)).toBeNull();
    expect(await readLiveSession(db, over)).toBeNull();
    expect(await readLiveSession(db, 'no-uuid')).toBeNull();
    const page = await listSessions(db, user.id, { limit: 1 });
    const rest = await listSessions(db, user.id, { limit: 5, cursor: page.nextCursor ?? '' });
    expect([...page.items, ...rest.items].map(({ id }) => id).toSorted()).toEqual([kept, fourth].toSorted());
    expect(page.items[0]?.userAgent).toHaveLength(300);

    await write((tx) => putUser(tx, { ...user, name: 'Renamed', passwordHash: null }));
    expect(await readLiveSession(db, kept)).toMatchObject({ name: 'Renamed' });
    await write((tx) => putUser(tx, { ...user, role: 'viewer', passwordHash: null }));
    expect(await readLiveSession(db, kept)).toBeNull();
    const fresh = await aSession(user.id);
    await write((tx) => putUser(tx, { ...user, role: 'viewer', passwordHash: null, disabled: true }));
    expect(await readLiveSession(db, fresh)).toBeNull();
  });

  it('ends all sessions of a person at once, and forgets old ones', async () => {
    const user = await aUser();
    const ids = [await aSession(user.id), await aSession(user.id)];
    await write((tx) => touchSession(tx, ids[0] ?? ''));
    expect(await write((tx) => revokeAllSessions(tx, user.id))).toBe(2);
    for (const id of ids) expect(await readLiveSession(db, id)).toBeNull();
    expect(await write((tx) => pruneSessions(tx, 1))).toBe(0);
    expect(await write((tx) => pruneSessions(tx, 0))).toBeGreaterThanOrEqual(2);
  });

  it('finds keys by prefix until they are revoked, over, or their person is disabled', async () => {
    const user = await aUser({ role: 'operator' });
    const key = {
      id: randomUUID(),
      name: 'ci',
      prefix: `bh_${randomUUID().slice(0, 8)}`,
      hash: 'h',
      scopes: ['runs:read', 'runs:write'] as const,
      userId: user.id,
      createdBy: TEST_ACTOR,
      expiresAt: null,
    };
    await write((tx) => putApiKey(tx, key));
    await write((tx) => touchApiKey(tx, key.id));
    expect(await readLiveApiKey(db, key.prefix)).toEqual({
      id: key.id,
      name: 'ci',
      hash: 'h',
      scopes: ['runs:read', 'runs:write'],
      userId: user.id,
      userRole: 'operator',
    });
    await write((tx) => putUser(tx, { ...user, passwordHash: null, disabled: true }));
    expect(await readLiveApiKey(db, key.prefix)).toBeNull();
    await write((tx) => putApiKey(tx, { ...key, userId: null, expiresAt: '2020-01-01T00:00:00.000Z' }));
    expect(await readLiveApiKey(db, key.prefix)).toBeNull();
    await write((tx) => putApiKey(tx, { ...key, userId: null, hash: 'other' }));
    expect(await readLiveApiKey(db, key.prefix)).toMatchObject({ id: key.id, hash: 'other', userRole: null });
    expect(await write((tx) => revokeApiKey(tx, key.id))).toBe(true);
    expect(await readLiveApiKey(db, key.prefix)).toBeNull();
  });

  it('keeps versions of sealed secrets, dense under concurrent changes, and lists only names', async () => {
    const seal = (text: string) => ({
      name: 'STRIPE_KEY',
      seal: (version: number) => ({ sealed: Buffer.from(`${text}@${version}`), keyId: 'k1' }),
      createdBy: TEST_ACTOR,
    });
    const versions = await Promise.all(
      ['a', 'b', 'c', 'd'].map((text) => write((tx) => putSecret(tx, seal(text)))),
    );
    expect(versions.toSorted()).toEqual([1, 2, 3, 4]);
    const used = await readSealedSecret(db, 'STRIPE_KEY');
    expect(used).toMatchObject({ version: 4, keyId: 'k1' });
    const newest = ['a', 'b', 'c', 'd'][versions.indexOf(4)];
    expect(Buffer.from(used?.sealed ?? []).toString()).toBe(`${newest}@4`);
    expect(await readSealedSecret(db, 'NONE')).toBeNull();
    expect(await readAllSealedSecrets(db)).toHaveLength(4);
    const listed = await listSecrets(db, { limit: 10 });
    expect(listed.items).toEqual([
      { name: 'STRIPE_KEY', version: 4, usedBy: [], createdAt: expect.any(String), createdBy: TEST_ACTOR },
    ]);
  });

  it('lets a few tries through, then doubles the wait, and forgets after a success or a quiet time', async () => {
    const key = `email:${anEmail()}`;
    const rule = { free: 3, firstMs: 10_000, mostMs: 35_000, forgetMs: 3_600_000 };
    const tryOnce = (over = rule) => write((tx) => takeSignInTry(tx, key, over));
    /** As if the wait had been over for a minute: a wall clock that is set back by a little must not bring it back. */
    const waitOver = () =>
      db.pool.query(
        `UPDATE sign_in_throttle SET blocked_until = now() - interval '1 minute' WHERE key = $1`,
        [key],
      );
    expect([await tryOnce(), await tryOnce(), await tryOnce()]).toEqual([0, 0, 0]);
    const waits = [await tryOnce()];
    for (let i = 0; i < 3; i += 1) {
      await waitOver();
      expect(await tryOnce()).toBe(0);
      waits.push(await tryOnce());
    }
    // What is left of a wait when it is read: less by what the machine took, more only where its clock was set back a little.
    expect(waits.map((ms) => Math.ceil((ms - 100) / 5_000) * 5)).toEqual([10, 20, 35, 35]);
    await write((tx) => forgiveSignIn(tx, key, 'all'));
    expect([await tryOnce(), await tryOnce(), await tryOnce()]).toEqual([0, 0, 0]);
    await waitOver();
    expect(await tryOnce({ ...rule, forgetMs: -60_000 })).toBe(0);
    expect([await tryOnce(), await tryOnce()]).toEqual([0, 0]);
    await write((tx) => forgiveSignIn(tx, key, 'one'));
    expect(await tryOnce()).toBeGreaterThan(0); // the block was earned by others
    await waitOver();
    expect([await tryOnce(), (await tryOnce()) > 0]).toEqual([0, true]);
    await waitOver();
    expect(await write((tx) => pruneSignInThrottle(tx, -60_000))).toBe(1);
  });

  it('counts tries that come at once, each, and no blocked one', async () => {
    const rule = { free: 4, firstMs: 30_000, mostMs: 30_000, forgetMs: 60_000 };
    const waits = await Promise.all(
      Array.from({ length: 10 }, () => write((tx) => takeSignInTry(tx, 'ip:crowd', rule))),
    );
    expect(waits.filter((ms) => ms === 0)).toHaveLength(4);
    const { rows } = await db.pool.query(`SELECT failures FROM sign_in_throttle WHERE key = 'ip:crowd'`);
    expect(rows).toEqual([{ failures: 4 }]);
  });
});
