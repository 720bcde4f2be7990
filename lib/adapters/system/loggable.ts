// Turns what somebody wants logged into plain bounded JSON; refuses to fail and to show fields that are secret by their name.
import type { JsonObject, JsonValue } from '../../domain/json';
import type { LogFields } from '../../ports/logger';

const MAX_DEPTH = 6;
const MAX_ITEMS = 100;
const MAX_TEXT = 8_000;
const SECRET_FIELD =
  /^(authorization|cookie|set-cookie|password|passwd|secret|token|api[-_]?key|master[-_]?key|private[-_]?key)$/i;

function text(value: string): string {
  return value.length > MAX_TEXT
    ? `${value.slice(0, MAX_TEXT).toWellFormed()}… (${value.length} characters)`
    : value;
}

function errorFields(error: Error, depth: number): JsonObject {
  const fields: JsonObject = { name: error.name, message: text(error.message) };
  for (const key of ['code', 'class', 'status'] as const) {
    const value: unknown = (error as unknown as Record<string, unknown>)[key]; // safe because any object may be read by key
    if (typeof value === 'string' || typeof value === 'number') fields[key] = value;
  }
  if (error.stack !== undefined) fields.stack = text(error.stack);
  if (error.cause !== undefined) fields.cause = plain(error.cause, depth + 1);
  return fields;
}

function plain(value: unknown, depth: number): JsonValue {
  switch (typeof value) {
    case 'string':
      return text(value);
    case 'number':
      return Number.isFinite(value) ? value : String(value);
    case 'boolean':
      return value;
    case 'object':
      break;
    default:
      return String(value);
  }
  if (value === null) return null;
  // Also ends circles, after a few rounds.
  if (depth >= MAX_DEPTH) return '[deeper]';
  if (value instanceof Error) return errorFields(value, depth);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => plain(item, depth + 1));
  return plainObject(value, depth);
}

function plainObject(value: object, depth: number): JsonObject {
  const entries = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .slice(0, MAX_ITEMS);
  return Object.fromEntries(
    entries.map(([key, member]) => [
      key,
      SECRET_FIELD.test(key) && member !== null ? '[redacted]' : plain(member, depth + 1),
    ]),
  );
}

export function loggable(fields: LogFields): JsonObject {
  return plainObject(fields, 0);
}
