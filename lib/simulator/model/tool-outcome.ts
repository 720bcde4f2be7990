// Knows how a model reads the result of a tool: it happened, or it did not and why.
import { findDeep, isObject, jsonObjectsIn } from './json-in-text';

export type ToolOutcome = { ok: true; value: unknown } | { ok: false; reason: string };

const REFUSED_STATUS = new Set([
  'rejected',
  'denied',
  'declined',
  'refused',
  'blocked',
  'failed',
  'failed_final',
  'error',
  'expired',
  'cancelled',
  'canceled',
  'unknown',
  'timed_out',
  'unavailable_in_dry_run',
]);
const STATUS_FIELDS = ['status', 'outcome', 'verdict', 'kind', 'type'];
const REASON_FIELDS = ['message', 'reason', 'detail', 'error'];
const REFUSED_PROSE =
  /\b(reject|denied|deny|declin|refus|forbidden|not allowed|exceed|error|fail|expired|timed out|unavailable)/i;

function reasonOf(refused: Record<string, unknown>): string {
  for (const field of REASON_FIELDS) {
    const value = findDeep(refused, field);
    if (typeof value === 'string' && value !== '') return value;
  }
  return JSON.stringify(refused);
}

function isRefused(result: Record<string, unknown>): boolean {
  if (result.ok === false || result.success === false) return true;
  const { error } = result;
  if (error !== undefined && error !== null && error !== false) return true;
  return STATUS_FIELDS.some((field) => {
    const status = result[field];
    return typeof status === 'string' && REFUSED_STATUS.has(status.toLowerCase());
  });
}

/** Reads the content of a tool message, whatever wrapping or marking stands around its JSON. */
export function readToolOutcome(content: string): ToolOutcome {
  const results = jsonObjectsIn(content);
  const refused = results.find(
    (result) =>
      isRefused(result) || Object.values(result).some((inner) => isObject(inner) && isRefused(inner)),
  );
  if (refused) return { ok: false, reason: reasonOf(refused) };
  if (results.length > 0) return { ok: true, value: results.length === 1 ? results[0] : results };
  return REFUSED_PROSE.test(content) ? { ok: false, reason: content } : { ok: true, value: content };
}
