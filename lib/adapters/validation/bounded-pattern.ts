// Runs the regular expressions of schemas, which may come from outside, under a time limit; refuses long patterns and long texts.
import { createContext, Script } from 'node:vm';

export const MAX_PATTERN_LENGTH = 500;
/** A text longer than this never matches; a schema that means it has `maxLength`. */
export const MAX_TEXT_LENGTH = 10_000;
const TIME_LIMIT_MS = 50;
/** Below this length a single repetition outside of groups ends in microseconds, whatever the text. */
const SHORT_TEXT = 200;

/** Ends the whole validation: every further text would cost as much again. */
export class SlowPatternError extends Error {
  override readonly name = 'SlowPatternError';
}

const sandbox = createContext({ text: '' });

function compiled(pattern: string): RegExp {
  if (pattern.length > MAX_PATTERN_LENGTH) {
    throw new SyntaxError(`a pattern holds at most ${MAX_PATTERN_LENGTH} characters`);
  }
  try {
    return new RegExp(pattern, 'u');
  } catch {
    // Schemas in the wild escape more than Unicode mode allows (`\-`).
    return new RegExp(pattern);
  }
}

/** No group, no choice and one repetition at most; what stands in a character class counts too, which only costs time. */
function isPlain(pattern: string): boolean {
  const bare = pattern.replace(/\\./gs, '');
  return !/[(|]/.test(bare) && (bare.match(/[*+?{]/g)?.length ?? 0) <= 1;
}

/**
 * A plain pattern is quadratic at worst and runs in place for short texts; everything else can explode and runs where it can be
 * stopped (some 90 µs a test).
 * @throws SyntaxError for a pattern that is invalid or too long; `test` throws SlowPatternError.
 */
export function boundedPattern(pattern: string): { test(text: string): boolean; toString(): string } {
  const regex = compiled(pattern);
  const plain = isPlain(pattern);
  const script = new Script(`${regex}.test(text)`);
  return {
    // AJV keeps one instance for each text of it.
    toString: () => String(regex),
    test(text) {
      if (text.length > MAX_TEXT_LENGTH) return false;
      if (plain && text.length <= SHORT_TEXT) return regex.test(text);
      sandbox.text = text;
      try {
        return script.runInContext(sandbox, { timeout: TIME_LIMIT_MS }) === true;
      } catch (cause) {
        throw new SlowPatternError(`the pattern ${pattern} took more than ${TIME_LIMIT_MS} ms`, { cause });
      } finally {
        sandbox.text = '';
      }
    },
  };
}
