// Holds the installation's secrets to being made once, private, and never silently remade.
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { beginKeyRotation, endKeyRotation, installationSecrets, secretsPath } from './secrets';

describe('installationSecrets', () => {
  let base: string;
  let dataDir: string;

  beforeEach(async () => {
    base = await mkdtemp(join(tmpdir(), 'bulkhead-secrets-'));
    dataDir = join(base, 'data');
  });
  afterEach(() => rm(base, { recursive: true }));

  const read = (clusterExists = false) => installationSecrets(dataDir, { clusterExists });

  it('makes them once, for many callers at once, readable by the owner alone', async () => {
    const [first, ...others] = await Promise.all([read(), read(), read()]);
    for (const other of others) expect(other).toEqual(first);
    expect((await stat(secretsPath(dataDir))).mode & 0o777).toBe(0o600);
    expect(await read(true)).toEqual(first);
  });

  it('gives each its own value, and a master key of 32 bytes', async () => {
    const secrets = await read();
    expect(new Set(Object.values(secrets)).size).toBe(Object.keys(secrets).length);
    expect(Buffer.from(secrets.masterKey, 'base64')).toHaveLength(32);
    expect(secrets.adminPassword).toMatch(/^([a-km-np-z2-9]{5}-){3}[a-km-np-z2-9]{5}$/);
  });

  it('adds what a later release needs and keeps the rest', async () => {
    const first = await read();
    const { demoPassword: _, ...older } = first;
    await writeFile(secretsPath(dataDir), JSON.stringify(older));
    const second = await read();
    expect(second).toMatchObject(older);
    expect(JSON.parse(await readFile(secretsPath(dataDir), 'utf8'))).toEqual(second);
  });

  it('keeps the master key before it until nothing needs that any more, however often it is begun', async () => {
    await expect(beginKeyRotation(dataDir)).rejects.toThrow(/no master key yet/);
    const { masterKey, ...others } = await read();
    const begun = await beginKeyRotation(dataDir);
    expect(begun).toMatchObject({ ...others, oldMasterKey: masterKey });
    expect(begun.masterKey).not.toBe(masterKey);
    expect(await beginKeyRotation(dataDir)).toEqual(begun);
    expect(await read()).toEqual(begun);
    await endKeyRotation(dataDir);
    expect(await read()).toEqual({ ...others, masterKey: begun.masterKey });
  });

  it('refuses to make new ones over a database that was made with lost ones', async () => {
    await expect(read(true)).rejects.toThrow(/secrets\.json is gone/);
  });

  it('refuses a damaged file and leaves it as it is', async () => {
    await read();
    await writeFile(secretsPath(dataDir), '{"masterKey": 1');
    await chmod(secretsPath(dataDir), 0o600);
    await expect(read()).rejects.toThrow(/secrets\.json is damaged/);
    expect(await readFile(secretsPath(dataDir), 'utf8')).toBe('{"masterKey": 1');
  });
});
