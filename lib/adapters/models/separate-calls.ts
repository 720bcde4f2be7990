// Tidies the calls of an answer before the SDK reads them; refuses two calls under one id and arguments nested deeper than can be walked.
import type { LanguageModelMiddleware } from 'ai';
import { isDeeperThan, MAX_JSON_DEPTH } from '../bounded-json';

/** What stands in for arguments that nobody can walk; it is no JSON, so the call counts as malformed. */
const TOO_DEEP = `(arguments nested deeper than ${MAX_JSON_DEPTH} levels)`;

/** A new id for every call that has none or repeats an earlier one. */
function uniqueId(given: string, index: number, taken: Set<string>): string {
  let id = given === '' ? `call-${index + 1}` : given;
  while (taken.has(id)) id = `${id}-${index + 1}`;
  taken.add(id);
  return id;
}

/**
 * The SDK finds a call's arguments by its id (with one id for two calls the second gets the arguments of the first) and copies them
 * recursively.
 */
export const separateCalls: LanguageModelMiddleware = {
  specificationVersion: 'v3',
  async wrapGenerate({ doGenerate }) {
    const result = await doGenerate();
    const taken = new Set<string>();
    const content = result.content.map((part, index) => {
      if (part.type !== 'tool-call') return part;
      const input = isDeeperThan(part.input, MAX_JSON_DEPTH) ? TOO_DEEP : part.input;
      return { ...part, input, toolCallId: uniqueId(part.toolCallId, index, taken) };
    });
    return { ...result, content };
  },
};
