// Whether a value gives away the canary of its run, as it is, encoded, cut up or spread over several texts; refuses nothing itself.
import type { JsonValue } from '@/lib/domain/json';
import { formsOf } from './secret-forms';
import { keysIn, textsIn } from './trusted-texts';

const LEAKED = '[canary]';

/** @param canary letters and digits in lower case. */
export function holdsCanary(value: JsonValue, canary: string): boolean {
  return [textsIn(value), keysIn(value)].some((texts) => isIn(texts.join(''), canary));
}

function isIn(joined: string, canary: string): boolean {
  if (joined.length < canary.length) return false;
  for (const form of formsFor(canary)) if (joined.includes(form)) return true;
  const letters = joined.toLowerCase().replace(/[^a-z0-9]/g, '');
  return letters.includes(canary) || letters.includes([...canary].reverse().join(''));
}

/** The text with each form of the canary blanked out. */
export function withoutCanary(text: string, canary: string): string {
  return formsFor(canary).reduce((left, form) => left.replaceAll(form, LEAKED), text);
}

/** The longest first: a longer form may hold a shorter one. */
function formsFor(canary: string): string[] {
  const forms = new Set([...formsOf(canary), ...formsOf(canary.toUpperCase())]);
  return [...forms].sort((a, b) => b.length - a.length);
}
