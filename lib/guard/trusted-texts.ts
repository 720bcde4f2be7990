// What of a trusted input names a recipient, a host or a command; an address or a host may stand inside a longer text, a command never does.
import type { JsonValue } from '@/lib/domain/json';
import type { ArgumentRole } from '@/lib/domain/taint';
import { hostOf } from './host-of';

const ADDRESS = /^[^\s@]+@[^\s@]+$/;
const BETWEEN_WORDS = /[\s<>()[\]{}"'`,;|]+/u;

/** The form in which two texts of one role are compared; null where a host can't be told. */
export function comparable(role: ArgumentRole, text: string): string | null {
  if (role === 'host') return hostOf(text.trim());
  return role === 'recipient' ? text.normalize('NFC').trim().toLowerCase() : text;
}

/** Everything in `input` that a value of this role may equal. */
export function namedIn(role: ArgumentRole, input: JsonValue): ReadonlySet<string> {
  const texts = textsIn(input);
  const whole = texts.map((text) => comparable(role, text));
  const words = role === 'command' ? [] : texts.flatMap(wordsOf).map((word) => wordAs(role, word));
  return new Set([...whole, ...words].filter((text) => text !== null));
}

/** Every text and figure within a value, in its order, without the names of its members. */
export function textsIn(value: JsonValue): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number') return [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** The name of every member within a value. */
export function keysIn(value: JsonValue): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.values(value).flatMap(keysIn);
  return Array.isArray(value) ? below : [...Object.keys(value), ...below];
}

function wordsOf(text: string): string[] {
  return text.split(BETWEEN_WORDS).map((word) => word.replace(/^mailto:/i, '').replace(/[.:!?]+$/, ''));
}

/** A word of a sentence counts only where it can be nothing else. */
function wordAs(role: ArgumentRole, word: string): string | null {
  const isMeant = role === 'recipient' ? ADDRESS.test(word) : word.includes('.');
  return isMeant ? comparable(role, word) : null;
}
