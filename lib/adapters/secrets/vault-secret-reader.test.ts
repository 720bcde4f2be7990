import { describe, expect, it } from 'vitest';
import { StoreUnavailableError } from '../../domain/errors';
import { readEnv } from '../../env';
import type { SealedSecret, SecretVault } from '../../ports/secret-vault';
import { environmentSecrets } from './environment-secrets';
import { LiveRedactor } from './live-redactor';
import { masterKeyOf } from './master-key';
import { sealSecret } from './sealing';
import { VaultSecretReader } from './vault-secret-reader';

const masterKey = masterKeyOf(new Uint8Array(32).fill(7));
const otherKey = masterKeyOf(new Uint8Array(32).fill(8));

function vaultOf(secrets: readonly SealedSecret[]): SecretVault {
  return {
    all: async () => secrets,
    latest: async (name) =>
      secrets
        .filter((secret) => secret.name === name)
        .toReversed()
        .slice(0, 2),
    read: async (name) => secrets.findLast((secret) => secret.name === name) ?? null,
  };
}

function readerOf(secrets: readonly SealedSecret[]) {
  const redactor = new LiveRedactor();
  return { redactor, reader: new VaultSecretReader({ vault: vaultOf(secrets), masterKey, redactor }) };
}

describe('VaultSecretReader', () => {
  it('gives the value, and by then the redactor knows it', async () => {
    const { reader, redactor } = readerOf([sealSecret('hunter2hunter2', 'DB', 1, masterKey)]);
    expect(redactor.redactText('hunter2hunter2')).toBe('hunter2hunter2');
    expect(await reader.read('DB')).toBe('hunter2hunter2');
    expect(redactor.redactText('x hunter2hunter2 y')).toBe('x [secret:DB] y');
    expect(redactor.redact({ a: [Buffer.from('hunter2hunter2').toString('hex')] })).toEqual({
      a: ['[secret:DB]'],
    });
  });

  it('registers every version, and names what can not be opened', async () => {
    const { reader, redactor } = readerOf([
      sealSecret('old-value-1', 'DB', 1, masterKey),
      sealSecret('new-value-2', 'DB', 2, masterKey),
      sealSecret('lost-value-3', 'LOST', 1, otherKey),
    ]);
    expect(await reader.registerAll()).toEqual(['LOST']);
    expect(redactor.redactText('old-value-1 new-value-2 lost-value-3')).toBe(
      '[secret:DB] [secret:DB] lost-value-3',
    );
    expect(await reader.read('DB')).toBe('new-value-2');
  });

  it('gives the value before the present one too, where it can be opened', async () => {
    const { reader, redactor } = readerOf([
      sealSecret('first-value-1', 'HOOK', 1, masterKey),
      sealSecret('second-value-2', 'HOOK', 2, masterKey),
      sealSecret('third-value-3', 'HOOK', 3, masterKey),
      sealSecret('foreign-value', 'MOVED', 1, otherKey),
      sealSecret('own-value-2', 'MOVED', 2, masterKey),
    ]);
    expect(await reader.readLatest('HOOK')).toEqual(['third-value-3', 'second-value-2']);
    expect(redactor.redactText('second-value-2')).toBe('[secret:HOOK]');
    expect(await reader.readLatest('MOVED')).toEqual(['own-value-2']);
    await expect(reader.readLatest('NONE')).rejects.toMatchObject({ code: 'secret_missing' });
  });

  it.each([
    ['secret_missing', 'fatal', []],
    ['secret_unreadable', 'fatal', [sealSecret('v', 'DB', 1, otherKey)]],
  ] as const)('fails with %s (%s)', async (code, errorClass, secrets) => {
    await expect(readerOf(secrets).reader.read('DB')).rejects.toMatchObject({ code, class: errorClass });
  });

  it('says that it may be tried again when the vault does not answer', async () => {
    const vault: SecretVault = {
      all: async () => [],
      latest: async () => [],
      read: async () => {
        throw new Error('connection refused');
      },
    };
    const reader = new VaultSecretReader({ vault, masterKey, redactor: new LiveRedactor() });
    await expect(reader.read('DB')).rejects.toMatchObject({ code: 'secret_unavailable', class: 'retryable' });
  });
});

describe('VaultSecretReader, while the store is away', () => {
  it('hands on what the store said, so that no attempt is counted', async () => {
    const away = new StoreUnavailableError('The database did not answer (read secret).');
    const vault: SecretVault = {
      all: async () => [],
      latest: async () => [],
      read: async () => {
        throw away;
      },
    };
    const reader = new VaultSecretReader({ vault, masterKey, redactor: new LiveRedactor() });
    await expect(reader.read('DB')).rejects.toBe(away);
  });
});

describe('environmentSecrets', () => {
  it('names every secret of the environment, passwords inside of addresses too', () => {
    const key = Buffer.alloc(32, 9);
    const env = readEnv(
      {
        DATABASE_URL: 'postgresql://app:p%40ss-word@db/bulkhead',
        BULKHEAD_OWNER_DATABASE_URL: 'postgresql://owner:owner-word@db/bulkhead',
        BULKHEAD_ADMIN_PASSWORD: 'admin-password-1',
        BULKHEAD_API_KEY: 'bk_0123456789012345678',
        BULKHEAD_MASTER_KEY: key.toString('base64'),
        NEXTAUTH_SECRET: 'n'.repeat(40),
      },
      '/srv',
    );
    const redactor = new LiveRedactor(environmentSecrets(env));
    const text = [
      'p@ss-word',
      'p%40ss-word',
      'owner-word',
      'admin-password-1',
      'bk_0123456789012345678',
      key.toString('hex'),
      key.toString('base64'),
      'n'.repeat(40),
    ];
    for (const secret of text)
      expect(redactor.redactText(`a ${secret} b`)).toMatch(/^a \[secret:[A-Z_]+\] b$/);
  });

  it('knows a master key in each spelling that the environment takes', () => {
    const key = Buffer.from('fbef'.repeat(16), 'hex');
    const [hex, base64] = [key.toString('hex'), key.toString('base64')];
    const spellings = [hex, hex.toUpperCase(), base64, base64.slice(0, -1)];
    spellings.push(key.toString('base64url'), `${key.toString('base64url')}=`);
    for (const spelling of spellings) {
      const redactor = new LiveRedactor(
        environmentSecrets(readEnv({ BULKHEAD_MASTER_KEY: spelling }, '/srv')),
      );
      for (const form of spellings)
        expect(redactor.redactText(`a ${form} b`), `${form} of ${spelling}`).toBe(
          'a [secret:BULKHEAD_MASTER_KEY] b',
        );
    }
  });

  it('needs none of them', () => {
    expect(environmentSecrets(readEnv({}, '/srv'))).toEqual([]);
  });
});
