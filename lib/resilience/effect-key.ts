// The stable key of a side effect; refuses a template whose values are not there, before anything is sent.
import { valueAtPath } from '@/lib/domain/dotted-path';
import { MAX_KEY_LENGTH } from '@/lib/domain/effect';
import type { JsonObject, JsonValue } from '@/lib/domain/json';

export type EffectKeyFacts = {
  readonly runId: string;
  readonly step: number;
  readonly keyTemplate: string | undefined;
  readonly arguments: JsonObject;
  readonly runInput: JsonValue;
};

export type EffectKeyResult =
  | { readonly ok: true; readonly effectKey: string; readonly keyScope: 'run' | 'tool' }
  | { readonly ok: false; readonly message: string };

/**
 * Without a template `runId:step`. In a template `{path}` is a dotted path in the arguments and `{input.path}` one in the run's input;
 * the key never holds attempt numbers, the model's call ids or the time, so it survives retries and recovery.
 * Values are NFC-normalised, and `:`, `%` and everything outside visible ASCII in them is percent-encoded: two values never read as one
 * key, and the key fits into a header.
 */
export function effectKeyOf(facts: EffectKeyFacts): EffectKeyResult {
  if (facts.keyTemplate === undefined) {
    return { ok: true, effectKey: `${facts.runId}:${facts.step}`, keyScope: 'run' };
  }
  const filled = filledTemplate(facts.keyTemplate, facts);
  return filled.ok ? { ok: true, effectKey: filled.key, keyScope: 'tool' } : filled;
}

export type FilledTemplate =
  | { readonly ok: true; readonly key: string }
  | { readonly ok: false; readonly message: string };

/** The key that a template makes of a call: under the rules of `effectKeyOf`, for effects and for correlation alike. */
export function filledTemplate(
  template: string,
  facts: Pick<EffectKeyFacts, 'arguments' | 'runInput'>,
): FilledTemplate {
  const missing: string[] = [];
  const key = template.replace(/\{([^{}]+)\}/g, (_whole, path: string) => {
    const part = keyPart(lookUp(path.trim(), facts));
    if (part === null) missing.push(path.trim());
    return part ?? '';
  });
  if (missing.length > 0) {
    const names = missing.join(', ');
    return {
      ok: false,
      message: `The key ${template} needs ${names}, which this call does not have.`,
    };
  }
  if (key.length > MAX_KEY_LENGTH) {
    return {
      ok: false,
      message: `The key made from ${template} is longer than ${MAX_KEY_LENGTH} characters.`,
    };
  }
  return { ok: true, key };
}

function lookUp(path: string, facts: Pick<EffectKeyFacts, 'arguments' | 'runInput'>): JsonValue | undefined {
  return path.startsWith('input.')
    ? valueAtPath(facts.runInput, path.slice('input.'.length))
    : valueAtPath(facts.arguments, path);
}

/** null for what can't stand in a key: nothing, empty, a structure, broken Unicode. */
function keyPart(value: JsonValue | undefined): string | null {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string' || value === '' || !value.isWellFormed()) return null;
  return value.normalize('NFC').replace(/[^!-~]|[%:]/gu, encodeURIComponent);
}
