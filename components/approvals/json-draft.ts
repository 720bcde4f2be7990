// JSON as a person types it: a value, or what is wrong with the text. Pure.
import { isJsonObject, type JsonObject, type JsonValue } from '@/lib/domain/json';

export type JsonRead<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: string };

export function readJsonText(text: string): JsonRead<JsonValue> {
  try {
    return { ok: true, value: JSON.parse(text) as JsonValue }; // safe because JSON.parse yields JSON values only
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unreadable';
    return { ok: false, problem: `Not valid JSON: ${why}` };
  }
}

/** Arguments are an object; anything else is no call. */
export function readArgumentsText(text: string): JsonRead<JsonObject> {
  const read = readJsonText(text);
  if (!read.ok) return read;
  return isJsonObject(read.value)
    ? { ok: true, value: read.value }
    : { ok: false, problem: 'Arguments are a JSON object: { … }' };
}
