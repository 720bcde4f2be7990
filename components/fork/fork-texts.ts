// What was typed into the form of a fork, read: only what is different is a change. Pure.
import type { ForkChanges, ForkMode } from '@/lib/domain/fork';
import { isJsonObject, type JsonValue } from '@/lib/domain/json';

export type ForkTexts = {
  readonly mode: ForkMode;
  readonly modelCalls: 'live' | 'recorded';
  /** undefined: untouched. */
  readonly prompt: string | undefined;
  readonly model: string;
  /** Of the agent; the number that it has in words. */
  readonly version: string;
  readonly arguments: string | undefined;
  readonly policyVersion: string;
};

/** @param same what stands in `model` and `version` for the one it has. @param given of the version that is chosen. */
export function changesOf(
  texts: ForkTexts,
  given: { readonly prompt: string; readonly arguments: string },
  same: string,
): { readonly changes: ForkChanges } | { readonly problem: string } {
  const asks = texts.mode === 'live' || texts.modelCalls === 'live';
  const prompt = texts.prompt?.trim();
  const args =
    texts.arguments === undefined || texts.arguments === given.arguments
      ? undefined
      : objectIn(texts.arguments);
  if (args === null) return { problem: 'This is no JSON object.' };
  const policyVersion = Number(texts.policyVersion);
  return {
    changes: {
      ...(texts.version === same ? {} : { version: Number(texts.version) }),
      ...(asks && prompt && prompt !== given.prompt ? { prompt } : {}),
      ...(asks && texts.model !== same ? { model: texts.model } : {}),
      ...(args === undefined ? {} : { arguments: args }),
      ...(texts.mode === 'dry' && policyVersion > 0 ? { policyVersion } : {}),
    },
  };
}

function objectIn(text: string) {
  try {
    const value: JsonValue = JSON.parse(text);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}
