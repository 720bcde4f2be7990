// Marks around what outsiders wrote, by a token that they can't know; refuses to let the token stand between them.
import type { JsonValue } from '@/lib/domain/json';
import { normaliseUntrusted } from '@/lib/domain/normalise-untrusted';

export const openingMark = (delimiter: string): string => `<<untrusted ${delimiter}>>`;
export const closingMark = (delimiter: string): string => `<<end of untrusted ${delimiter}>>`;

/** A text as it is, anything else as its JSON, without hidden characters, between the marks of its run. @param delimiter letters and digits only. */
export function markedUntrusted(content: JsonValue, delimiter: string): string {
  const plain = normaliseUntrusted(content);
  const text = typeof plain === 'string' ? plain : JSON.stringify(plain);
  // Within JSON it can only stand inside a text or a key, so that the JSON stays one.
  const inner = text.replace(new RegExp(delimiter, 'gi'), '[mark]');
  return `${openingMark(delimiter)}\n${inner}\n${closingMark(delimiter)}`;
}
