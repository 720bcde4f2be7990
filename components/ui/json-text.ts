// JSON values as text and as a tree that can be folded. Pure; takes what was parsed, parses nothing.

export type JsonObject = { readonly [key: string]: unknown };

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withSortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSortedKeys);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, withSortedKeys(value[key])]),
  );
}

/** Indented JSON; the empty text for undefined, which JSON can't say. */
export function jsonText(value: unknown, options: { sorted?: boolean } = {}): string {
  if (value === undefined) return '';
  return JSON.stringify(options.sorted === true ? withSortedKeys(value) : value, null, 2) ?? '';
}

export type JsonKind = 'object' | 'array' | 'string' | 'number' | 'boolean' | 'null' | 'other';

export function jsonKind(value: unknown): JsonKind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  switch (typeof value) {
    case 'object':
      return 'object';
    case 'string':
      return 'string';
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    default:
      return 'other';
  }
}

/** What a folded branch says of itself: "3 keys", "12 items". */
export function foldedText(value: unknown): string {
  const count = Array.isArray(value) ? value.length : isJsonObject(value) ? Object.keys(value).length : 0;
  const unit = Array.isArray(value) ? 'item' : 'key';
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** Open at first: the top two levels, and below them only what is short. */
export function opensAtFirst(value: unknown, depth: number): boolean {
  if (depth < 2) return true;
  const count = Array.isArray(value) ? value.length : isJsonObject(value) ? Object.keys(value).length : 0;
  return depth < 6 && count <= 8;
}
