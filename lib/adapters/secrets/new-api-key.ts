// Makes API keys: a prefix by which they are found, and a secret nobody can guess.
import { randomBytes } from 'node:crypto';

export type NewApiKeyText = { readonly prefix: string; readonly key: string };

/** `bh_<8 letters and digits>_<43 characters>`: 256 random bits, so that a plain SHA-256 of it may be kept. */
export function newApiKeyText(): NewApiKeyText {
  const prefix = randomBytes(4).toString('hex');
  return { prefix, key: `bh_${prefix}_${randomBytes(32).toString('base64url')}` };
}
