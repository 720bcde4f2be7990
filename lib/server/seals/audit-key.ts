// The key that signs heads of the record: made once, sealed with the master key, opened where it is needed.
import 'server-only';
import { randomBytes } from 'node:crypto';
import { openSecret, sealSecret } from '../../adapters/secrets/sealing';
import { keepFirstAuditKey, readAuditKeys } from '../../store/seals/audit-keys';
import type { App } from '../app';

type Parts = Pick<App, 'db' | 'masterKey'>;
export type AuditKey = { readonly id: number; readonly bytes: Uint8Array };

const KEY_BYTES = 32;
const VERSION = 1;
const nameOf = (id: number) => `audit-key:${id}`;

/** All of them, opened. @throws CodedError secret_unreadable where the master key is another. */
export async function auditKeys({ db, masterKey }: Parts): Promise<readonly AuditKey[]> {
  return (await readAuditKeys(db)).map(({ id, sealed }) => {
    const value = openSecret({ name: nameOf(id), version: VERSION, envelope: sealed }, masterKey);
    return { id, bytes: Buffer.from(value, 'base64') };
  });
}

/** The one that signs; the first call makes it. @throws CodedError secret_unreadable where the master key is another. */
export async function signingKey(parts: Parts): Promise<AuditKey> {
  const newest = (await auditKeys(parts)).at(-1);
  if (newest !== undefined) return newest;
  const value = randomBytes(KEY_BYTES).toString('base64');
  const { envelope } = sealSecret(value, nameOf(1), VERSION, parts.masterKey);
  await keepFirstAuditKey(parts.db, { sealed: envelope, keyId: parts.masterKey.id });
  const kept = (await auditKeys(parts)).at(-1);
  if (kept === undefined) throw new Error('the key that was kept is there');
  return kept;
}
