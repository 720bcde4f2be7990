// The keys that sign heads of the record: made where there is none that opens, sealed with the master key, opened where they are needed.
import 'server-only';
import { randomBytes } from 'node:crypto';
import { openSecret, sealSecret } from '../../adapters/secrets/sealing';
import { isSignedHead } from '../../adapters/secrets/sign-head';
import { CodedError } from '../../domain/errors';
import { keepAuditKey, readAuditKeys } from '../../store/seals/audit-keys';
import type { IsSigned } from '../../store/seals/check-seals';
import type { App } from '../app';

type Parts = Pick<App, 'db' | 'masterKey'>;
/** `bytes`: null where the master key is another than the one it was sealed with. */
export type AuditKey = { readonly id: number; readonly bytes: Uint8Array | null };

const KEY_BYTES = 32;
const VERSION = 1;
const nameOf = (id: number) => `audit-key:${id}`;

async function auditKeys({ db, masterKey }: Parts): Promise<readonly AuditKey[]> {
  return (await readAuditKeys(db)).map(({ id, sealed }) => {
    try {
      const value = openSecret({ name: nameOf(id), version: VERSION, envelope: sealed }, masterKey);
      return { id, bytes: Buffer.from(value, 'base64') };
    } catch (error) {
      if (error instanceof CodedError && error.code === 'secret_unreadable') return { id, bytes: null };
      throw error;
    }
  });
}

/** Tells of a head's signature whether it is ours; null where its key can't be opened. @throws StoreUnavailableError */
export async function signatureCheck(parts: Parts): Promise<IsSigned> {
  const keys = await auditKeys(parts);
  return (id, seq, hash, mac) => {
    const key = keys.find((one) => one.id === id);
    if (key === undefined) return false;
    return key.bytes === null ? null : isSignedHead(key.bytes, seq, hash, mac);
  };
}

/** The newest; where there is none, or its master key was lost, a new one is made. */
export async function signingKey(parts: Parts): Promise<{ readonly id: number; readonly bytes: Uint8Array }> {
  const newest = (await auditKeys(parts)).at(-1);
  if (newest !== undefined && newest.bytes !== null) return { id: newest.id, bytes: newest.bytes };
  const id = (newest?.id ?? 0) + 1;
  const { envelope } = sealSecret(
    randomBytes(KEY_BYTES).toString('base64'),
    nameOf(id),
    VERSION,
    parts.masterKey,
  );
  await keepAuditKey(parts.db, { id, sealed: envelope, keyId: parts.masterKey.id });
  const kept = (await auditKeys(parts)).find((one) => one.id === id);
  if (kept === undefined || kept.bytes === null)
    throw new CodedError(
      'secret_unreadable',
      'fatal',
      'another process made the key that signs, with another master key',
    );
  return { id, bytes: kept.bytes };
}
