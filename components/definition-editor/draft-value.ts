// The draft of a definition is one JSON text; the form writes into it by path. Pure; keeps what it can't show.
import { isJsonObject, jsonText } from '../ui/json-text';

export type DraftPath = readonly string[];

export type ReadText =
  | { readonly ok: true; readonly value: { readonly [key: string]: unknown } }
  | { readonly ok: false; readonly message: string };

/** The object that a text says, or why it says none. */
export function readText(text: string): ReadText {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value)
      ? { ok: true, value }
      : { ok: false, message: 'A definition is a JSON object: { … }.' };
  } catch (error) {
    return { ok: false, message: `Not valid JSON: ${error instanceof Error ? error.message : 'unreadable'}` };
  }
}

export function valueAt(value: unknown, path: DraftPath): unknown {
  return path.reduce<unknown>((at, part) => (isJsonObject(at) ? at[part] : undefined), value);
}

/** The value with one place changed; undefined takes the place away. What stands beside it stays, in its order. */
export function withValueAt(value: unknown, path: DraftPath, next: unknown): unknown {
  const [head, ...rest] = path;
  if (head === undefined) return next;
  const members = isJsonObject(value) ? value : {};
  const changed = withValueAt(members[head], rest, next);
  if (changed !== undefined) return { ...members, [head]: changed };
  const { [head]: _, ...others } = members;
  return others;
}

/** The text of a draft with one place changed; a text that says no object stays as it is. */
export function textWith(text: string, path: DraftPath, next: unknown): string {
  const read = readText(text);
  return read.ok ? jsonText(withValueAt(read.value, path, next)) : text;
}

/** A number as it is typed: a number once it reads as one, the text until then, so that nothing is changed under the cursor. */
export function typedNumber(text: string): number | string | undefined {
  if (text === '') return undefined;
  const value = Number(text);
  return text.trim() !== '' && String(value) === text ? value : text;
}

export function numberText(value: unknown): string {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : '';
}
