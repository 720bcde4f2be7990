// Takes out of untrusted text what people don't see and a model reads: tag characters, overrides of the direction, invisible characters, control characters. Pure; what scripts and emoji need stays.
import type { JsonObject, JsonValue } from './json';
import { HIDDEN_KINDS, type HiddenKind } from './screening';

/** Tags, and the selectors beyond the first sixteen, in which whole sentences can be hidden. */
const TAG = String.raw`\u{E0000}-\u{E007F}\u{E0100}-\u{E01EF}`;
/** Embeddings, overrides and isolates; the marks of one direction, which scripts from right to left need, stay. */
const BIDI = String.raw`\u{202A}-\u{202E}\u{2066}-\u{2069}`;
const INVISIBLE = String.raw`\u{00AD}\u{034F}\u{115F}\u{1160}\u{17B4}\u{17B5}\u{180B}-\u{180E}\u{200B}\u{2060}-\u{2064}\u{206A}-\u{206F}\u{3164}\u{FEFF}\u{FFA0}`;
/** All but tab and the ends of lines. */
const CONTROL = String.raw`\u{0000}-\u{0008}\u{000B}\u{000C}\u{000E}-\u{001F}\u{007F}-\u{0084}\u{0086}-\u{009F}`;
const JOINER = String.raw`\u{200C}\u{200D}`;
const SELECTOR = String.raw`\u{FE00}-\u{FE0F}`;

const OF_KIND: { readonly [K in HiddenKind]: RegExp } = {
  tag: new RegExp(`[${TAG}]`, 'u'),
  bidi: new RegExp(`[${BIDI}]`, 'u'),
  invisible: new RegExp(`[${INVISIBLE}${JOINER}${SELECTOR}]`, 'u'),
  control: new RegExp(`[${CONTROL}]`, 'u'),
};

/** Letters that joiners shape, and pictures that they join. Nothing of it is ever taken out, so that what stays once stays. */
const JOINED = String.raw`[\p{Script=Arabic}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Syriac}\p{Script=Mongolian}\p{Extended_Pictographic}\u{1F3FB}-\u{1F3FF}]`;
const AFTER_PICTURE = String.raw`(?<=\p{Extended_Pictographic}\u{FE0F})`;
/** A joiner between two of them, and one selector behind a visible character, are part of what is seen. */
const HIDDEN = new RegExp(
  [
    `[${TAG}${BIDI}${INVISIBLE}${CONTROL}]`,
    `(?!(?:(?<=${JOINED})|${AFTER_PICTURE})[${JOINER}](?=${JOINED}))[${JOINER}]`,
    `(?<=^|[${TAG}${BIDI}${INVISIBLE}${CONTROL}${JOINER}${SELECTOR}\\s])[${SELECTOR}]`,
  ].join('|'),
  'gu',
);
/** Most texts have none of it; this is cheaper to ask. */
const ANY = new RegExp(`[${TAG}${BIDI}${INVISIBLE}${CONTROL}${JOINER}${SELECTOR}]`, 'u');

export type Removed = { [K in HiddenKind]?: number };

/** @param removed is counted up by what is taken out. */
export function normaliseText(text: string, removed: Removed = {}): string {
  if (!ANY.test(text)) return text;
  return text.replace(HIDDEN, (character) => {
    const kind = HIDDEN_KINDS.find((one) => OF_KIND[one].test(character)) ?? 'invisible';
    removed[kind] = (removed[kind] ?? 0) + 1;
    return '';
  });
}

/** The same text with each of them as `\u{202E}`, for people to see where they stood. */
export function revealHidden(text: string): string {
  if (!ANY.test(text)) return text;
  return text.replace(HIDDEN, (character) => {
    const point = character.codePointAt(0) ?? 0;
    return `\\u{${point.toString(16).toUpperCase().padStart(4, '0')}}`;
  });
}

/** Every text and every key of a value. Two keys that come to read alike are told apart. */
export function normaliseUntrusted(value: JsonValue, removed: Removed = {}): JsonValue {
  if (typeof value === 'string') return normaliseText(value, removed);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => normaliseUntrusted(one, removed));
  const entries = new Map<string, JsonValue>();
  for (const [key, member] of Object.entries(value)) {
    const plain = normaliseText(key, removed);
    let free = plain;
    for (let n = 2; entries.has(free) || (free !== key && Object.hasOwn(value, free)); n++)
      free = `${plain}#${n}`;
    entries.set(free, normaliseUntrusted(member, removed));
  }
  return Object.fromEntries(entries) as JsonObject; // safe because every member was made of JSON
}
