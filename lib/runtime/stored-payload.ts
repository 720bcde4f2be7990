// What of a payload may be kept: registered secrets out, broken Unicode mended; the figures and names of the runtime itself stay untouched.
import type { JsonValue } from '@/lib/domain/json';
import type { Redactor } from '@/lib/ports/secrets';

/**
 * Members that hold what people, models and tools said. Only these are redacted: a secret that reads like a status or an id
 * (say `succeeded`) must not be able to make a journal unreadable.
 */
const SPOKEN_MEMBERS: ReadonlySet<string> = new Set([
  'alternatives',
  'answer',
  'arguments',
  'callId',
  'changed',
  'input',
  'labels',
  'message',
  'output',
  'partial',
  'payload',
  'problems',
  'raw',
  'reason',
  'reasoning',
  'reportedModel',
  'text',
  'value',
]);

/** The payload as it is sealed. Doing it twice changes nothing, so a call keeps its hash when its arguments are written again. */
export function storedPayload(payload: JsonValue, redactor: Redactor): JsonValue {
  if (Array.isArray(payload)) return payload.map((item) => storedPayload(item, redactor));
  if (typeof payload !== 'object' || payload === null) return payload;
  const members = Object.entries(payload).map(([key, member]) =>
    SPOKEN_MEMBERS.has(key) ? [key, spoken(member, redactor)] : [key, storedPayload(member, redactor)],
  );
  return Object.fromEntries(members);
}

/** What somebody said, as it may be kept. */
export function spoken<T extends JsonValue>(value: T, redactor: Redactor): T {
  return redactor.redact(wellFormed(value));
}

/** A lone surrogate has no UTF-8 form; it becomes U+FFFD, as TextEncoder writes it. */
function wellFormed<T extends JsonValue>(value: T): T {
  const mended = mend(value);
  return mended as T; // safe because mend keeps the shape: only strings and keys change
}

function mend(value: JsonValue): JsonValue {
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(mend);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key.toWellFormed(), mend(member)]));
}
