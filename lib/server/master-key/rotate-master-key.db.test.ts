// Rotating the master key on a real PostgreSQL: beside puts under way, killed in the middle, and nothing that is sealed left out.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { masterKeyOf } from '../../adapters/secrets/master-key';
import { keyIdOf, openSecret, sealSecret } from '../../adapters/secrets/sealing';
import { sha256Hex } from '../../adapters/system/hash-text';
import { type Database, inTransaction, openDatabase } from '../../store/database';
import { waitUntil } from '../../store/embedded/wait-until';
import { OtherProcess } from '../../store/testing/other-process';
import { createTestDatabase, type TestDatabase } from '../../store/testing/test-database';
import { putSecret } from '../../store/write/put-secret';
import { SEALED_PLACES } from '../../store/write/sealed-envelopes';
import { rotateMasterKey } from './rotate-master-key';
import type { rotationCalls } from './rotation-process';

const OLD = '11'.repeat(32);
const NEW = '22'.repeat(32);
const bytes = (hex: string) => Buffer.from(hex, 'hex');
const oldKey = masterKeyOf(bytes(OLD));
const newKey = masterKeyOf(bytes(NEW));
const both = masterKeyOf(bytes(NEW), [bytes(OLD)]);
const createdBy = { kind: 'system', id: 'tests', label: 'Tests' } as const;

const WITHIN = { withinMs: 30_000 };

let test: TestDatabase;
let owner: Database;
let app: Database;

beforeEach(async () => {
  test = await createTestDatabase();
  const open = (url: string) => openDatabase({ url, size: 4, onIdleError: () => {} });
  [owner, app] = [open(test.ownerUrl), open(test.appUrl)];
});
afterEach(async () => {
  await Promise.all([owner.close(), app.close()]);
  await test.drop();
});

const sealWith =
  (value: string, name: string, key = oldKey) =>
  (version: number) => ({ sealed: sealSecret(value, name, version, key).envelope, keyId: key.id });
const put = (name: string, value: string, key = oldKey) =>
  inTransaction(app, 'put', (tx) => putSecret(tx, { name, seal: sealWith(value, name, key), createdBy }));
const rotate = (chunk?: number) =>
  rotateMasterKey({ db: owner, masterKey: both, hash: sha256Hex, ...(chunk === undefined ? {} : { chunk }) });
type Row = { name: string; version: number; sealed: Uint8Array; keyId: string };
const stored = async () =>
  (
    await app.pool.query<Row>(
      'SELECT name, version, sealed, key_id AS "keyId" FROM secret ORDER BY name, version',
    )
  ).rows;
/** Every stored value as it opens with `key`. */
const opened = async (key = newKey) =>
  (await stored()).map(({ name, version, sealed }) => openSecret({ name, version, envelope: sealed }, key));

async function putFactor(id: string, value: string): Promise<void> {
  await owner.pool.query(
    `INSERT INTO app_user (id, email, name, role, password_hash, created_at, updated_at)
     VALUES ($1::uuid, 'ada@example.com', 'Ada', 'viewer', 'x', now(), now())`,
    [id],
  );
  const { envelope } = sealSecret(value, `second-factor:${id}`, 1, oldKey);
  await owner.pool.query(
    'INSERT INTO second_factor (user_id, sealed, key_id, created_at) VALUES ($1, $2, $3, now())',
    [id, envelope, oldKey.id],
  );
}
const ADA = '018f0000-0000-7000-8000-000000000001';

describe('rotating the master key', () => {
  it('knows every table that holds something sealed', async () => {
    const { rows } = await owner.pool.query<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'sealed' ORDER BY 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual(
      Object.values(SEALED_PLACES)
        .map(({ table }) => table)
        .sort(),
    );
  });

  it('seals every version of every secret and every second factor anew, once, and says so in the audit', async () => {
    for (const n of [1, 2, 3, 4, 5]) await put('DB', `value number ${n}`);
    await put('MAIL', 'sealed with the new one', newKey);
    await putFactor(ADA, 'JBSWY3DPEHPK3PXP');
    expect(await rotate(2)).toEqual({ resealed: 6, left: [] });
    expect(await opened()).toEqual([
      ...[1, 2, 3, 4, 5].map((n) => `value number ${n}`),
      'sealed with the new one',
    ]);
    for (const { sealed, keyId } of await stored()) {
      expect(keyId).toBe(newKey.id);
      expect(keyIdOf(sealed)).toBe(newKey.id);
    }
    const { rows } = await owner.pool.query('SELECT sealed FROM second_factor');
    const factor = { name: `second-factor:${ADA}`, version: 1, envelope: rows[0].sealed };
    expect(openSecret(factor, newKey)).toBe('JBSWY3DPEHPK3PXP');

    expect(await rotate()).toEqual({ resealed: 0, left: [] });
    const { rows: told } = await owner.pool.query(
      `SELECT action, entity_id, after FROM audit_event WHERE action = 'master_key.rotate' ORDER BY seq`,
    );
    expect(told.map(({ after }) => after)).toEqual([
      { place: 'secrets', resealed: 2 },
      { place: 'secrets', resealed: 2 },
      { place: 'secrets', resealed: 1 },
      { place: 'second factors', resealed: 1 },
    ]);
    expect(told.every(({ entity_id }) => entity_id === newKey.id)).toBe(true);
  });

  it('goes on after kill -9, and in between everything opens for whoever has both keys', async () => {
    const values = Array.from({ length: 9 }, (_, n) => `value number ${n}`);
    for (const [n, value] of values.entries()) await put(`KEY_${n}`, value);
    const program = new URL('./rotation-process.ts', import.meta.url);
    const other = OtherProcess.start<ReturnType<typeof rotationCalls>>(program, [test.ownerUrl]);
    try {
      expect(await other.call('rotateUntil', NEW, OLD, 2)).toBe(2);
    } finally {
      await other.kill();
    }
    const keys = (await stored()).map(({ keyId }) => keyId);
    expect(keys.filter((id) => id === newKey.id)).toHaveLength(4);
    expect(await opened(both)).toEqual(values);
    expect(await rotate(2)).toEqual({ resealed: 5, left: [] });
    expect(await opened()).toEqual(values);
  });

  it('waits for a put that is under way with the old key, and seals that anew as well', async () => {
    await put('DB', 'the first value');
    let commit = () => {};
    const until = new Promise<void>((resolve) => {
      commit = resolve;
    });
    let inserted = () => {};
    const begun = new Promise<void>((resolve) => {
      inserted = resolve;
    });
    const putting = inTransaction(app, 'put', async (tx) => {
      await putSecret(tx, { name: 'DB', seal: sealWith('the second value', 'DB'), createdBy });
      inserted();
      await until;
    });
    await begun;
    const rotating = rotate();
    const waits = await waitUntil(async () => {
      const { rows } = await owner.pool.query(`SELECT FROM pg_locks WHERE mode = 'ShareLock' AND NOT granted
        AND relation = 'secret'::regclass AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`);
      return rows.length > 0 || undefined;
    }, WITHIN);
    expect(waits).toBe(true);
    commit();
    await putting;
    expect(await rotating).toEqual({ resealed: 2, left: [] });
    expect(await opened()).toEqual(['the first value', 'the second value']);
  });

  it('leaves what somebody replaced meanwhile as they left it, and comes back for it', async () => {
    await putFactor(ADA, 'the first code secret');
    const name = `second-factor:${ADA}`;
    const client = await app.pool.connect();
    try {
      await client.query('BEGIN');
      const replaced = sealSecret('the second code secret', name, 1, oldKey).envelope;
      await client.query('UPDATE second_factor SET sealed = $1', [replaced]);
      const rotating = rotate();
      const waits = await waitUntil(async () => {
        const { rows } = await owner.pool.query(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'UPDATE second_factor%'`,
        );
        return rows.length > 0 || undefined;
      }, WITHIN);
      expect(waits).toBe(true);
      await client.query('COMMIT');
      expect(await rotating).toEqual({ resealed: 1, left: [] });
    } finally {
      client.release();
    }
    const { rows } = await owner.pool.query('SELECT sealed FROM second_factor');
    expect(openSecret({ name, version: 1, envelope: rows[0].sealed }, newKey)).toBe('the second code secret');
  });

  it('names what no given key opens, and does the rest', async () => {
    await put('DAMAGED', 'a value that was moved');
    await put('FOREIGN', 'of another key', masterKeyOf(bytes('33'.repeat(32))));
    await put('WHOLE', 'a value');
    await owner.pool.query(`UPDATE secret SET sealed = set_byte(sealed, 40, 0) WHERE name = 'DAMAGED'`);
    const { resealed, left } = await rotate();
    expect(resealed).toBe(1);
    expect(left.map(({ place, envelopes }) => ({ place, envelopes }))).toEqual([
      { place: 'secrets', envelopes: 1 },
      { place: 'secrets', envelopes: 1 },
    ]);
  });

  it('is not for the app: its own role may change no envelope', async () => {
    await put('DB', 'a value');
    await expect(app.pool.query(`UPDATE secret SET sealed = '\\x00'`)).rejects.toThrow(/permission denied/);
  });
});
