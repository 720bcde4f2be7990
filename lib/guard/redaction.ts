// Takes registered secrets out of everything that is kept or shown; knows their names and forms, and keeps no other text back.
import type { JsonValue } from '@/lib/domain/json';
import { formsOf } from './secret-forms';

/** Shorter values would blank out ordinary words and figures; they are not registered. */
export const MIN_SECRET_LENGTH = 6;

export type RegisteredSecret = { readonly name: string; readonly value: string };

export type SecretRedactor = {
  redact<T extends JsonValue>(value: T): T;
  redactText(text: string): string;
};

/**
 * Replaces each form of each secret by `[secret:NAME]`, in strings and keys at any depth, the longest form first. What has been redacted
 * once stays as it is when redacted again.
 */
export function createRedactor(secrets: readonly RegisteredSecret[]): SecretRedactor {
  const nameOf = new Map<string, string>();
  for (const { name, value } of secrets) {
    if (value.length < MIN_SECRET_LENGTH) continue;
    for (const form of formsOf(value)) if (!nameOf.has(form)) nameOf.set(form, name);
  }
  if (nameOf.size === 0) return { redact: (value) => value, redactText: (text) => text };
  const longestFirst = [...nameOf.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(['\\[secret:[A-Z0-9_]+\\]', ...longestFirst.map(escapeRegExp)].join('|'), 'g');

  const redactText = (text: string) =>
    text.replace(pattern, (found) => {
      const name = nameOf.get(found);
      return name === undefined ? found : `[secret:${name}]`;
    });
  const redactJson = (value: JsonValue): JsonValue => {
    if (typeof value === 'string') return redactText(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(redactJson);
    const entries = new Map<string, JsonValue>();
    for (const [key, member] of Object.entries(value)) {
      entries.set(freeKey(redactText(key), entries), redactJson(member));
    }
    return Object.fromEntries(entries);
  };
  // safe because redactJson keeps the shape: only strings and keys change
  return { redact: <T extends JsonValue>(value: T) => redactJson(value) as T, redactText };
}

/** Two keys that held different forms of one secret must not swallow each other. */
function freeKey(key: string, taken: ReadonlyMap<string, JsonValue>): string {
  let candidate = key;
  for (let n = 2; taken.has(candidate); n++) candidate = `${key}#${n}`;
  return candidate;
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}
