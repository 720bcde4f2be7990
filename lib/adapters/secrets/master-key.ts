// The key that seals secrets at rest, derived from the deployment's master key; refuses anything but 32 bytes.
import { createHash, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';

const KEY_BYTES = 32;

/** `id` names the master key without telling anything about it, so that a wrong one is recognised. */
export type SealingKey = { readonly id: string; readonly sealing: KeyObject };

/** What seals, and what else opens: the keys before it, for as long as something is sealed with them. */
export type MasterKey = SealingKey & { readonly earlier: readonly SealingKey[] };

export class MasterKeyError extends Error {
  override readonly name = 'MasterKeyError';
}

function derive(bytes: Uint8Array, purpose: string): Buffer {
  // One master key serves several purposes; each gets a key of its own.
  return Buffer.from(hkdfSync('sha256', bytes, new Uint8Array(), `bulkhead:${purpose}:1`, KEY_BYTES));
}

/** @throws MasterKeyError unless each has exactly 32 bytes. */
export function masterKeyOf(bytes: Uint8Array, earlier: readonly Uint8Array[] = []): MasterKey {
  return { ...sealingKeyOf(bytes), earlier: earlier.map(sealingKeyOf) };
}

function sealingKeyOf(bytes: Uint8Array): SealingKey {
  if (bytes.byteLength !== KEY_BYTES) throw new MasterKeyError('the master key must have 32 bytes');
  const id = createHash('sha256').update(derive(bytes, 'key-id')).digest('hex').slice(0, 16);
  return { id, sealing: createSecretKey(derive(bytes, 'secrets')) };
}

/** Reads 64 hex digits or base64 (either alphabet). @throws MasterKeyError, which never shows the text. */
export function parseMasterKey(text: string): MasterKey {
  const trimmed = text.trim();
  if (/^[0-9a-f]{64}$/i.test(trimmed)) return masterKeyOf(Buffer.from(trimmed, 'hex'));
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(trimmed)) return masterKeyOf(Buffer.from(trimmed, 'base64'));
  throw new MasterKeyError('the master key must be 32 bytes, as base64 or as 64 hex digits');
}

/** A new master key in base64, to be kept in a file that nobody else may read. */
export function newMasterKeyText(): string {
  return randomBytes(KEY_BYTES).toString('base64');
}
