// Knows what an Idempotency-Key may look like; refuses one that no service could keep.
import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from '../http/refusal';

const MAX_LENGTH = 255;

/** The key of a request, or null without one. */
export function idempotencyKey(headers: IncomingHttpHeaders): string | null {
  const given = headers['idempotency-key'];
  if (given === undefined) return null;
  const key = Array.isArray(given) ? given.join(',') : given;
  if (key.length === 0 || key.length > MAX_LENGTH) {
    throw new Refusal(
      400,
      'invalid_idempotency_key',
      `An Idempotency-Key has 1 to ${MAX_LENGTH} characters.`,
    );
  }
  return key;
}

/** The key as a fact that a fault rule can match. */
export function keyFact(key: string | null): { key?: string } {
  return key === null ? {} : { key };
}
