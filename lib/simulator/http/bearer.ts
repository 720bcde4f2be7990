// Knows whether a request carries the configured key; refuses it with 401 where it does not.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from './refusal';

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** With no key configured every caller passes. */
export function requireBearer(headers: IncomingHttpHeaders, key: string | null): void {
  if (key === null) return;
  const given = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
  if (timingSafeEqual(digest(given), digest(key))) return;
  throw new Refusal(401, 'invalid_api_key', 'The request carries no valid bearer key.', {
    headers: { 'www-authenticate': 'Bearer' },
  });
}
