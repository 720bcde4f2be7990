// Holds the keys of requests to their holders: begun, answered, given back, taken over.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, inTransaction, openDatabase } from '../database';
import type { Transaction } from '../prisma';
import { createTestDatabase, type TestDatabase } from '../testing/test-database';
import {
  abandonIdempotent,
  type Begun,
  beginIdempotent,
  finishIdempotent,
  pruneIdempotent,
} from './idempotent-request';

describe('an Idempotency-Key', () => {
  let test: TestDatabase;
  let db: Database;
  beforeAll(async () => {
    test = await createTestDatabase();
    db = openDatabase({ url: test.appUrl, size: 4 });
  });
  afterAll(async () => {
    await db.close();
    await test.drop();
  });
  const write = <T>(work: (tx: Transaction) => Promise<T>) => inTransaction(db, 'test', work);

  it('answers a repeated request once, and gives the key back when it was refused or its process died', async () => {
    const id = { key: 'k', principal: 'user:1', route: 'POST /runs' };
    const times = { lockMs: 60_000, keepMs: 60_000 };
    const begin = (hash: string, over = times, at = id) => write((tx) => beginIdempotent(tx, at, hash, over));
    const firsts = await Promise.all([begin('h'), begin('h'), begin('h')]);
    expect(firsts.map(({ status }) => status).toSorted()).toEqual(['begun', 'in_flight', 'in_flight']);
    expect(await begin('other')).toEqual({ status: 'mismatch' });
    const lockOf = (begun: Begun) => (begun.status === 'begun' ? begun.lock : '');
    const lock = firsts.map(lockOf).find((text) => text !== '') ?? '';
    await write((tx) => abandonIdempotent(tx, id, new Date(0).toISOString()));
    expect(await begin('h')).toEqual({ status: 'in_flight' });
    await write((tx) => abandonIdempotent(tx, id, lock));
    const other = await begin('other');
    expect(other).toMatchObject({ status: 'begun' });
    await write((tx) => finishIdempotent(tx, id, lockOf(other), { status: 201, response: '{"id":"ü"}' }));
    expect(await begin('other')).toEqual({ status: 'replay', responseStatus: 201, response: '{"id":"ü"}' });
    expect(await begin('h')).toEqual({ status: 'mismatch' });
    expect(await begin('h', times, { ...id, principal: 'user:2' })).toMatchObject({ status: 'begun' });

    const dead = { ...id, key: 'dead' };
    const first = await begin('h', { lockMs: -1, keepMs: 60_000 }, dead);
    expect(first).toMatchObject({ status: 'begun' });
    // The heir is told when it began, so that what it makes can be recognised as made before.
    expect(await begin('h', times, dead)).toEqual({ ...first, lock: expect.any(String) });
    const old = { ...id, key: 'old' };
    await begin('h', { lockMs: 1, keepMs: -1 }, old);
    expect(await begin('another', times, old)).toMatchObject({ status: 'begun' });
    await begin('h', { lockMs: 1, keepMs: -1 }, { ...id, key: 'older' });
    expect(await write((tx) => pruneIdempotent(tx))).toBe(1);
  });
});
