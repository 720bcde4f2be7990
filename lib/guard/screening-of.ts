// What is found in a text of outsiders before the model reads it: what is taken out of it, and what it may be up to. Pure.
import type { JsonValue } from '@/lib/domain/json';
import { normaliseUntrusted, type Removed } from '@/lib/domain/normalise-untrusted';
import type { Screening } from '@/lib/domain/screening';
import { suspicionsIn } from './suspicions';

/** null where there is nothing to tell. */
export function screeningOf(value: JsonValue): Screening | null {
  const removed: Removed = {};
  normaliseUntrusted(value, removed);
  const suspicions = suspicionsIn(value);
  return Object.keys(removed).length === 0 && suspicions.length === 0 ? null : { removed, suspicions };
}
