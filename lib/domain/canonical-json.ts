// One text per JSON value, so that equal values have equal bytes and hashes; refuses what JSON cannot hold.
import type { JsonValue } from './json';

export class NotCanonicalError extends Error {
  override readonly name = 'NotCanonicalError';
}

export type CanonicalOptions = {
  /**
   * NFC-normalise strings and keys. On for hashes that ask "is this the same call?" (é typed in two ways is one
   * argument); off for stored payloads, which keep what was said to the letter.
   */
  readonly normaliseUnicode?: boolean;
};

/**
 * Canonical JSON after RFC 8785 (JCS): keys sorted by UTF-16 code units, no white space, numbers in ECMAScript's shortest
 * form (so 1 and 1.0 are one text, -0 is 0). NUL inside a string is kept as an escape. Members whose value is undefined are left
 * out, as in JSON.stringify.
 * @throws NotCanonicalError for NaN, infinities, lone surrogates, bigint, functions, and duplicate keys after normalisation.
 */
export function canonicalJson(value: unknown, options: CanonicalOptions = {}): string {
  return write(value, options.normaliseUnicode === true, '');
}

/** The value that a canonical text stands for. @throws SyntaxError when the text is no JSON. */
export function parseCanonicalJson(text: string): JsonValue {
  return JSON.parse(text) as JsonValue; // safe because JSON.parse yields JSON values only
}

function write(value: unknown, normalise: boolean, path: string): string {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'string':
      return writeString(value, normalise, path);
    case 'number':
      if (!Number.isFinite(value))
        throw new NotCanonicalError(`${path || '/'}: ${value} is not a JSON number`);
      return JSON.stringify(Object.is(value, -0) ? 0 : value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      return Array.isArray(value)
        ? writeArray(value, normalise, path)
        : writeObject(value as Record<string, unknown>, normalise, path); // safe because null and arrays are handled above
    default:
      throw new NotCanonicalError(`${path || '/'}: a ${typeof value} is not JSON`);
  }
}

function writeString(text: string, normalise: boolean, path: string): string {
  if (!text.isWellFormed()) throw new NotCanonicalError(`${path || '/'}: a lone surrogate is not Unicode`);
  return JSON.stringify(normalise ? text.normalize('NFC') : text);
}

function writeArray(items: readonly unknown[], normalise: boolean, path: string): string {
  return `[${items.map((item, i) => (item === undefined ? 'null' : write(item, normalise, `${path}/${i}`))).join(',')}]`;
}

function writeObject(object: Record<string, unknown>, normalise: boolean, path: string): string {
  const entries = new Map<string, unknown>();
  for (const [rawKey, member] of Object.entries(object)) {
    if (member === undefined) continue;
    const key = normalise ? rawKey.normalize('NFC') : rawKey;
    if (entries.has(key)) throw new NotCanonicalError(`${path}/${key}: two keys are one after normalisation`);
    entries.set(key, member);
  }
  const keys = [...entries.keys()].sort(); // Array#sort compares UTF-16 code units, as RFC 8785 asks
  return `{${keys.map((key) => `${writeString(key, false, path)}:${write(entries.get(key), normalise, `${path}/${key}`)}`).join(',')}}`;
}
