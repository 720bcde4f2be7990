// What an API key looks like and what is kept of it; refuses to compare secrets in a time that tells anything.
import 'server-only';
import { timingSafeEqual } from 'node:crypto';
import type { HashText } from '../../domain/journal-row';

/** `bh_<prefix>_<secret>`: the prefix may be shown, the secret is random and long, so that a plain SHA-256 is enough. */
const KEY = /^bh_([a-z0-9]{8})_([A-Za-z0-9_-]{32,128})$/;

/** The prefix by which the key is found; null for what is no key of ours. */
export function prefixOf(token: string): string | null {
  return KEY.exec(token)?.[1] ?? null;
}

/** The token of an `Authorization: Bearer …` header; null without one. */
export function bearerOf(headers: Headers): string | null {
  return /^Bearer +([^\s]{1,512})$/i.exec(headers.get('authorization') ?? '')?.[1] ?? null;
}

export function isSameSecret(token: string, expectedHash: string, hash: HashText): boolean {
  const [given, expected] = [Buffer.from(hash(token)), Buffer.from(expectedHash)];
  return given.length === expected.length && timingSafeEqual(given, expected);
}
