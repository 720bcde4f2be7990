// Whether a value from outside can be kept; refuses nesting that would overflow whoever walks it, and text that is not Unicode.
import { canonicalJson, NotCanonicalError } from '../domain/canonical-json';
import type { JsonValue } from '../domain/json';

/** Deeper than any honest document and far below what a recursive walk stands. */
export const MAX_JSON_DEPTH = 200;

/** Depth of brackets outside strings, without parsing. */
export function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i += 1) {
    const char = text.charCodeAt(i);
    if (inString) {
      if (char === 0x5c) i += 1;
      else if (char === 0x22) inString = false;
    } else if (char === 0x22) inString = true;
    else if (char === 0x7b || char === 0x5b) {
      depth += 1;
      if (depth > limit) return true;
    } else if (char === 0x7d || char === 0x5d) depth -= 1;
  }
  return false;
}

/** Whether a value that is not nested too deep can be kept: Unicode throughout. */
export function isKeepable(value: unknown): boolean {
  try {
    canonicalJson(value);
    return true;
  } catch {
    return false;
  }
}

export type ReadJson =
  | { readonly ok: true; readonly value: JsonValue }
  | { readonly ok: false; readonly reason: string };

/** Parses JSON that the journal can keep as it is. */
export function readBoundedJson(text: string): ReadJson {
  if (isDeeperThan(text, MAX_JSON_DEPTH)) {
    return { ok: false, reason: `it is nested deeper than ${MAX_JSON_DEPTH} levels` };
  }
  try {
    const value = JSON.parse(text) as JsonValue; // safe because JSON.parse yields JSON values only
    canonicalJson(value);
    return { ok: true, value };
  } catch (error) {
    return { ok: false, reason: error instanceof NotCanonicalError ? error.message : 'it is not valid JSON' };
  }
}
