// What doctor says of secrets and their keys, on a real database: two sources, files that can't be read, keys that are missing.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { masterKeyOf } from '../../lib/adapters/secrets/master-key';
import { sealSecret } from '../../lib/adapters/secrets/sealing';
import { readEnv } from '../../lib/env';
import { createTestDatabase, type TestDatabase } from '../../lib/store/testing/test-database';
import { masterKeyFinding } from './master-key-check';
import { secretSourcesFinding } from './secret-sources-check';

const OLD = '11'.repeat(32);
const NEW = '22'.repeat(32);
let test: TestDatabase;
let mounted: string;
beforeAll(async () => {
  test = await createTestDatabase();
  mounted = await mkdtemp(join(tmpdir(), 'bulkhead-doctor-secrets-'));
  const key = masterKeyOf(Buffer.from(OLD, 'hex'));
  const client = new Client({ connectionString: test.ownerUrl });
  await client.connect();
  await client.query(
    `INSERT INTO secret (name, version, sealed, key_id, created_at, created_by) VALUES ('VAULT_KEY', 1, $1, $2, now(), '{}')`,
    [sealSecret('a value of the vault', 'VAULT_KEY', 1, key).envelope, key.id],
  );
  await client.end();
});
afterAll(async () => {
  await test.drop();
  await rm(mounted, { recursive: true });
});

const sources = (variables: Record<string, string>) =>
  secretSourcesFinding(readEnv({ BULKHEAD_SECRETS_DIR: mounted, ...variables }, '/tmp'), test.ownerUrl);
const keys = (variables: Record<string, string>) =>
  masterKeyFinding(readEnv(variables, '/tmp'), test.ownerUrl, false);

it('names secrets with two sources and files that can not be read', async () => {
  expect(await sources({})).toMatchObject({ ok: true, note: 'none' });
  expect(await sources({ BULKHEAD_SECRET_ENV_KEY: 'a value' })).toMatchObject({ ok: true, note: 'ENV_KEY' });
  expect(await sources({ BULKHEAD_SECRET_VAULT_KEY: 'a value' })).toMatchObject({
    ok: false,
    problem: expect.stringContaining('VAULT_KEY stand in the vault as well'),
  });
  await writeFile(join(mounted, 'ENV_KEY'), 'short');
  expect(await sources({})).toMatchObject({ ok: false, problem: expect.stringContaining('ENV_KEY') });
});

it('says when a value needs another master key, and when one before still is needed', async () => {
  expect(await keys({ BULKHEAD_MASTER_KEY: OLD })).toMatchObject({
    ok: true,
    note: expect.stringMatching(/^1 sealed values, key [0-9a-f]{8}$/),
  });
  expect(await keys({ BULKHEAD_MASTER_KEY: NEW })).toMatchObject({
    ok: false,
    problem: expect.stringContaining('1 sealed values need another master key'),
  });
  expect(await keys({ BULKHEAD_MASTER_KEY: NEW, BULKHEAD_OLD_MASTER_KEYS: OLD })).toMatchObject({
    ok: true,
    note: expect.stringContaining('1 of them still need the key before'),
  });
});
