// Signs a head of the record with a key that only holders of the master key can open.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { signedText } from '../../domain/seal';

/** HMAC-SHA-256 as 64 hex digits. */
export function signHead(key: Uint8Array, seq: number, hash: string): string {
  return createHmac('sha256', key).update(signedText(seq, hash)).digest('hex');
}

export function isSignedHead(key: Uint8Array, seq: number, hash: string, mac: string): boolean {
  const told = Buffer.from(mac, 'hex');
  const own = Buffer.from(signHead(key, seq, hash), 'hex');
  return told.byteLength === own.byteLength && timingSafeEqual(told, own);
}
