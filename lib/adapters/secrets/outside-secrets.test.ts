// Secrets from variables and files, on a real directory: links within it, links out of it, files that change, and names with two sources.
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CodedError } from '../../domain/errors';
import { mayBeCharged } from '../../resilience/charge';
import { LiveRedactor } from './live-redactor';
import { masterKeyOf } from './master-key';
import { OutsideSecrets } from './outside-secrets';
import { sealSecret } from './sealing';
import { VaultSecretReader } from './vault-secret-reader';

let base: string;
let directory: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'bulkhead-outside-'));
  directory = join(base, 'secrets');
  await mkdir(directory);
});
afterEach(() => rm(base, { recursive: true }));

const write = (name: string, text: string) => writeFile(join(directory, name), text);
const outside = (variables: Record<string, string> = {}) => new OutsideSecrets({ variables, directory });
const unreadable = (why: RegExp) =>
  expect.objectContaining({ code: 'secret_unreadable', class: 'fatal', message: expect.stringMatching(why) });

describe('secrets from files', () => {
  it('are read anew each time, without the line break at the end', async () => {
    const secrets = outside();
    expect(await secrets.read('PAY_KEY')).toBeNull();
    await write('PAY_KEY', 'first value\n');
    expect(await secrets.read('PAY_KEY')).toEqual({ value: 'first value', source: 'file' });
    await write('PAY_KEY', 'second value\n\n');
    expect(await secrets.read('PAY_KEY')).toEqual({ value: 'second value\n', source: 'file' });
  });

  it('are followed over links within the directory, as Kubernetes mounts them', async () => {
    for (const [day, value] of [
      ['..1', 'of the first day'],
      ['..2', 'of the second day'],
    ] as const) {
      await mkdir(join(directory, day));
      await writeFile(join(directory, day, 'PAY_KEY'), value);
    }
    await symlink('..1', join(directory, '..data'));
    await symlink(join('..data', 'PAY_KEY'), join(directory, 'PAY_KEY'));
    const secrets = outside();
    expect(await secrets.read('PAY_KEY')).toMatchObject({ value: 'of the first day' });
    await symlink('..2', join(directory, '..next'));
    await rename(join(directory, '..next'), join(directory, '..data'));
    expect(await secrets.read('PAY_KEY')).toMatchObject({ value: 'of the second day' });
    expect(await secrets.names()).toEqual(['PAY_KEY']);
  });

  it('are not read from anywhere else', async () => {
    await mkdir(join(base, 'secrets-of-others'));
    await writeFile(join(base, 'secrets-of-others', 'KEY'), 'not for us at all');
    await symlink(join(base, 'secrets-of-others', 'KEY'), join(directory, 'FILE_LINK'));
    await symlink(join(base, 'secrets-of-others'), join(directory, 'DIR_LINK'));
    for (const name of ['FILE_LINK', 'DIR_LINK'])
      await expect(outside().read(name)).rejects.toThrow(unreadable(/leads out/));
    for (const name of ['../secrets-of-others/KEY', '..', '.', '', 'lower', 'A/B', 'A\0'])
      expect(await outside().read(name)).toBeNull();
    expect(await new OutsideSecrets({ variables: {}, directory: undefined }).read('KEY')).toBeNull();
  });

  it('are refused where they can be none', async () => {
    await write('SHORT', '12345\n');
    await write('LONG', 'x'.repeat(65_537));
    await mkdir(join(directory, 'FOLDER'));
    for (const [name, why] of [
      ['SHORT', /fewer than 6/],
      ['LONG', /more than/],
      ['FOLDER', /no file/],
    ] as const)
      await expect(outside().read(name)).rejects.toThrow(unreadable(why));
  });
});

describe('a secret from outside', () => {
  const masterKey = masterKeyOf(new Uint8Array(32).fill(7));
  const readerOf = (
    variables: Record<string, string>,
    sealed = [sealSecret('of the vault', 'VAULT_KEY', 1, masterKey)],
  ) => {
    const redactor = new LiveRedactor();
    const named = (name: string) => sealed.filter((one) => one.name === name);
    const vault = {
      all: async () => sealed,
      latest: async (name: string) => named(name),
      read: async (name: string) => named(name)[0] ?? null,
    };
    return {
      redactor,
      reader: new VaultSecretReader({ vault, masterKey, redactor, outside: outside(variables) }),
    };
  };

  it('is known to the redactor before it is used, and at the start', async () => {
    await write('FILE_KEY', 'of the file');
    const { reader, redactor } = readerOf({ ENV_KEY: 'of the variable' });
    expect(await reader.read('ENV_KEY')).toBe('of the variable');
    expect(redactor.redactText('of the variable, of the file')).toBe('[secret:ENV_KEY], of the file');
    expect(await reader.registerAll()).toEqual([]);
    expect(redactor.redactText('of the file')).toBe('[secret:FILE_KEY]');
    expect(await reader.readLatest('FILE_KEY')).toEqual(['of the file']);
    expect(await reader.read('VAULT_KEY')).toBe('of the vault');
    await expect(reader.read('NO_KEY')).rejects.toMatchObject({ code: 'secret_missing' });
    await expect(reader.read('constructor')).rejects.toMatchObject({ code: 'secret_missing' });
  });

  it('is not read where the same name has another source, and neither is that', async () => {
    await write('BOTH', 'of the file');
    await write('VAULT_KEY', 'of another file');
    const { reader, redactor } = readerOf({ BOTH: 'of the variable' });
    for (const name of ['BOTH', 'VAULT_KEY']) {
      await expect(reader.read(name)).rejects.toMatchObject({ code: 'secret_ambiguous', class: 'fatal' });
      await expect(reader.readLatest(name)).rejects.toMatchObject({ code: 'secret_ambiguous' });
    }
    expect((await reader.registerAll()).toSorted()).toEqual(['BOTH', 'VAULT_KEY']);
    expect(redactor.redactText('of another file, of the vault')).toBe(
      '[secret:VAULT_KEY], [secret:VAULT_KEY]',
    );
    expect(await reader.sourceOf('BOTH')).toBe('file');
    expect(await reader.sourceOf('NO_KEY')).toBeNull();
  });

  it('that can not be read costs nothing: no request was made', async () => {
    await write('BOTH', 'of the file');
    await write('VAULT_KEY', 'of another file');
    await write('SHORT', '12345');
    const sealedOtherwise = sealSecret('value', 'OTHER_KEY', 1, masterKeyOf(new Uint8Array(32).fill(8)));
    const { reader } = readerOf({ BOTH: 'of the variable' }, [
      sealSecret('of the vault', 'VAULT_KEY', 1, masterKey),
      sealedOtherwise,
    ]);
    const failing = async () => Promise.reject(new Error('no vault'));
    const away = new VaultSecretReader({
      vault: { all: failing, latest: failing, read: failing },
      masterKey,
      redactor: new LiveRedactor(),
    });
    const reads = [
      ...['BOTH', 'VAULT_KEY', 'SHORT', 'OTHER_KEY', 'NO_KEY'].map((name) => reader.read(name)),
      away.read('NO_KEY'),
    ];
    const charged = await Promise.all(
      reads.map((read) =>
        read.then(
          () => 'read',
          (error) => (error instanceof CodedError ? [error.code, mayBeCharged(error)] : error),
        ),
      ),
    );
    expect(charged).toEqual([
      ['secret_ambiguous', false],
      ['secret_ambiguous', false],
      ['secret_unreadable', false],
      ['secret_unreadable', false],
      ['secret_missing', false],
      ['secret_unavailable', false],
    ]);
  });
});
