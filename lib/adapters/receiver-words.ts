// What a receiver said in an error answer, in one bounded line of plain text; refuses markup and control characters.
import type { JsonValue } from '../domain/json';
import { readBoundedJson } from './bounded-json';

const MAX_MESSAGE_LENGTH = 500;

function printable(text: string): string {
  const line = text
    .toWellFormed()
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();
  if (line.length <= MAX_MESSAGE_LENGTH) return line;
  // A cut through a surrogate pair would leave half a character.
  return `${line.slice(0, MAX_MESSAGE_LENGTH - 1).toWellFormed()}…`;
}

/** From the shapes in common use (problem+json, `error.message`, `error`, plain text). */
export function receiverWords(text: string): string {
  const read = readBoundedJson(text);
  if (!read.ok) return printable(text.replace(/<[^>]*>/g, ' '));
  const candidates = (value: JsonValue | undefined): string[] => {
    if (typeof value === 'string') return [value];
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
    return [value.detail, value.message, value.error, value.title].flatMap(candidates);
  };
  return printable(candidates(read.value)[0] ?? text);
}
