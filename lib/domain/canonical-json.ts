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
  if (options.normaliseUnicode !== true) {
    const ordered = inOrder(value);
    if (ordered !== UNFIT) return JSON.stringify(ordered);
  }
  return write(value, options.normaliseUnicode === true, []);
}

/** The value that a canonical text stands for. @throws SyntaxError when the text is no JSON. */
export function parseCanonicalJson(text: string): JsonValue {
  return JSON.parse(text) as JsonValue; // safe because JSON.parse yields JSON values only
}

const UNFIT = Symbol('to be written member by member');

/**
 * A copy that JSON.stringify writes canonically, which takes half the time of writing it here: members in order, none undefined. UNFIT where the
 * engine orders keys otherwise (those that look like numbers), and where a value has to be refused, which the writer does with its place.
 */
function inOrder(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
      return value.isWellFormed() ? value : UNFIT;
    case 'number':
      return Number.isFinite(value) ? value : UNFIT;
    case 'boolean':
      return value;
    case 'object':
      if (value === null) return null;
      return Array.isArray(value) ? itemsInOrder(value) : membersInOrder(value as Record<string, unknown>); // safe because null and arrays are handled
    default:
      return UNFIT;
  }
}

function itemsInOrder(items: readonly unknown[]): unknown {
  const copy: unknown[] = [];
  for (const item of items) {
    const ordered = item === undefined ? null : inOrder(item);
    if (ordered === UNFIT) return UNFIT;
    copy.push(ordered);
  }
  return copy;
}

function membersInOrder(object: Record<string, unknown>): unknown {
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(object).sort()) {
    const member = object[key];
    if (member === undefined) continue;
    if (isOddKey(key)) return UNFIT;
    const ordered = inOrder(member);
    if (ordered === UNFIT) return UNFIT;
    copy[key] = ordered;
  }
  return copy;
}

/** Beginning with a digit, `__proto__`, or broken Unicode. */
function isOddKey(key: string): boolean {
  const first = key.charCodeAt(0);
  return (first >= 0x30 && first <= 0x39) || key === '__proto__' || key === 'toJSON' || !key.isWellFormed();
}

/** Where the writer is, for messages: names and places from the top. */
type Path = (string | number)[];

const shown = (path: Path) => `/${path.join('/')}`;

function write(value: unknown, normalise: boolean, path: Path): string {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'string':
      return writeString(value, normalise, path);
    case 'number':
      if (!Number.isFinite(value))
        throw new NotCanonicalError(`${shown(path)}: ${value} is not a JSON number`);
      return JSON.stringify(Object.is(value, -0) ? 0 : value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      return Array.isArray(value)
        ? writeArray(value, normalise, path)
        : writeObject(value as Record<string, unknown>, normalise, path); // safe because null and arrays are handled above
    default:
      throw new NotCanonicalError(`${shown(path)}: a ${typeof value} is not JSON`);
  }
}

function writeString(text: string, normalise: boolean, path: Path): string {
  if (!text.isWellFormed()) throw new NotCanonicalError(`${shown(path)}: a lone surrogate is not Unicode`);
  return JSON.stringify(normalise ? text.normalize('NFC') : text);
}

function writeArray(items: readonly unknown[], normalise: boolean, path: Path): string {
  let text = '[';
  for (let i = 0; i < items.length; i += 1) {
    if (i > 0) text += ',';
    const item = items[i];
    path.push(i);
    text += item === undefined ? 'null' : write(item, normalise, path);
    path.pop();
  }
  return `${text}]`;
}

function writeObject(object: Record<string, unknown>, normalise: boolean, path: Path): string {
  const members = normalise ? normalised(object, path) : object;
  let text = '{';
  for (const key of Object.keys(members).sort()) {
    // Array#sort compares UTF-16 code units, as RFC 8785 asks
    const member = members[key];
    if (member === undefined) continue;
    if (text.length > 1) text += ',';
    path.push(key);
    text += `${writeString(key, false, path)}:${write(member, normalise, path)}`;
    path.pop();
  }
  return `${text}}`;
}

/** Without a prototype: `__proto__` is a key like any other. */
function normalised(object: Record<string, unknown>, path: Path): Record<string, unknown> {
  const entries: Record<string, unknown> = Object.create(null);
  for (const [rawKey, member] of Object.entries(object)) {
    if (member === undefined) continue;
    const key = rawKey.normalize('NFC');
    if (key in entries)
      throw new NotCanonicalError(`${shown([...path, key])}: two keys are one after normalisation`);
    entries[key] = member;
  }
  return entries;
}
