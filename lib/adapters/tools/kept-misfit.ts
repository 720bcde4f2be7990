// What is kept of an answer that breaks its contract, for people who look at the call; refuses to keep more than anybody reads.
import type { JsonValue } from '../../domain/json';

export const MAX_MISFIT_CHARS = 16_384;

/** As it came, or the beginning of its JSON as a text. */
export function keptMisfit(value: JsonValue): JsonValue {
  const text = JSON.stringify(value);
  return text.length <= MAX_MISFIT_CHARS ? value : `${text.slice(0, MAX_MISFIT_CHARS).toWellFormed()}…`;
}
