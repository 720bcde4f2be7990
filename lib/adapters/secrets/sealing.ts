// Seals secret values with AES-256-GCM, bound to name and version; refuses to open what was changed, moved or sealed with another key.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { CodedError } from '../../domain/errors';
import type { SealedSecret } from '../../ports/secret-vault';
import type { MasterKey } from './master-key';

/**
 * Envelope, format 1: format (1 byte) · master key id (8) · nonce (12) · tag (16) · ciphertext. Name and version are authenticated
 * but not held: an envelope copied to another row does not open.
 */
const FORMAT = 1;
const CIPHER = 'aes-256-gcm';
const KEY_ID_END = 9;
const NONCE_END = KEY_ID_END + 12;
const TAG_BYTES = 16;
const TAG_END = NONCE_END + TAG_BYTES;

function boundTo(name: string, version: number, keyId: string): Buffer {
  return Buffer.from(JSON.stringify(['bulkhead-secret', FORMAT, keyId, name, version]));
}

export function sealSecret(value: string, name: string, version: number, key: MasterKey): SealedSecret {
  // Random nonces are safe for 2^32 values under one key; every put is one.
  const nonce = randomBytes(NONCE_END - KEY_ID_END);
  const cipher = createCipheriv(CIPHER, key.sealing, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(boundTo(name, version, key.id));
  const ciphertext = Buffer.concat([cipher.update(value, 'utf8'), cipher.final()]);
  const head = Buffer.concat([Buffer.from([FORMAT]), Buffer.from(key.id, 'hex'), nonce, cipher.getAuthTag()]);
  return { name, version, envelope: Buffer.concat([head, ciphertext]) };
}

function unreadable(name: string, why: string, cause?: unknown): CodedError {
  return new CodedError('secret_unreadable', 'fatal', `the secret ${name} can not be opened: ${why}`, {
    cause,
  });
}

/** The id of the master key that sealed the envelope. */
export function keyIdOf(envelope: Uint8Array): string {
  return Buffer.from(envelope.subarray(1, KEY_ID_END)).toString('hex');
}

/** Opens with the key that sealed it, be it the one in force or one before it. @throws CodedError secret_unreadable (fatal). */
export function openSecret({ name, version, envelope }: SealedSecret, masterKey: MasterKey): string {
  if (envelope[0] !== FORMAT || envelope.byteLength < TAG_END) {
    throw unreadable(name, 'its envelope has an unknown format');
  }
  const keyId = keyIdOf(envelope);
  const key = [masterKey, ...masterKey.earlier].find(({ id }) => id === keyId);
  if (key === undefined) throw unreadable(name, 'it was sealed with another master key');
  const decipher = createDecipheriv(CIPHER, key.sealing, envelope.subarray(KEY_ID_END, NONCE_END), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(boundTo(name, version, key.id));
  decipher.setAuthTag(envelope.subarray(NONCE_END, TAG_END));
  try {
    const opened = [decipher.update(envelope.subarray(TAG_END)), decipher.final()];
    return Buffer.concat(opened).toString('utf8');
  } catch (cause) {
    throw unreadable(name, 'it was changed, or belongs to another name or version', cause);
  }
}
