// Takes registered secrets out of everything that is kept or shown; knows their names and forms, and keeps no other text back.
import type { JsonValue } from '@/lib/domain/json';
import { formsOf } from './secret-forms';

/** Shorter values would blank out ordinary words and figures; they are not registered. */
export const MIN_SECRET_LENGTH = 6;

export type RegisteredSecret = { readonly name: string; readonly value: string };

export type SecretRedactor = {
  redact<T extends JsonValue>(value: T): T;
  redactText(text: string): string;
  /** The secrets of which any form stands in it, each once, by name in order. */
  namesIn(value: JsonValue): readonly string[];
};

const MARK = /\[secret:([A-Z0-9_]+)\]/g;

/** Names for which a mark stands in it: there was a secret, or somebody wrote the mark. */
export function marksIn(value: JsonValue): readonly string[] {
  const names = new Set<string>();
  forEachText(value, (text) => {
    for (const [, name] of text.matchAll(MARK)) if (name !== undefined) names.add(name);
  });
  return [...names].sort();
}

function forEachText(value: JsonValue, see: (text: string) => void): void {
  if (typeof value === 'string') see(value);
  else if (Array.isArray(value)) for (const item of value) forEachText(item, see);
  else if (typeof value === 'object' && value !== null)
    for (const [key, member] of Object.entries(value)) {
      see(key);
      forEachText(member, see);
    }
}

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
  if (nameOf.size === 0) return { redact: (value) => value, redactText: (text) => text, namesIn: () => [] };
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
  const namesIn = (value: JsonValue): readonly string[] => {
    const names = new Set<string>();
    forEachText(value, (text) => {
      for (const [found] of text.matchAll(pattern)) {
        const name = nameOf.get(found);
        if (name !== undefined) names.add(name);
      }
    });
    return [...names].sort();
  };
  // safe because redactJson keeps the shape: only strings and keys change
  return { redact: <T extends JsonValue>(value: T) => redactJson(value) as T, redactText, namesIn };
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
