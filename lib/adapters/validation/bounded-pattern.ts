// Runs the regular expressions of schemas, which may come from outside, under a time limit; refuses long patterns and long texts.
import { createContext, Script } from 'node:vm';

export const MAX_PATTERN_LENGTH = 500;
/** A text longer than this never matches; a schema that means it has `maxLength`. */
export const MAX_TEXT_LENGTH = 10_000;
const TIME_LIMIT_MS = 50;
/** The clock alone proves nothing on a busy machine: it may have run out while nothing was computed. So often a search may be cut off by it. */
const MOST_LOOKS = 10;
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

function spentMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/**
 * `search` throws when the clock has run out. It is searched again as long as the processor did not work for the limit meanwhile: a pattern that
 * explodes works all the time. @throws what the last search threw.
 */
export function withinProcessorTime(search: () => boolean, processorMs: () => number): boolean {
  const beganMs = processorMs();
  for (let look = 1; ; look += 1) {
    try {
      return search();
    } catch (cause) {
      if (look >= MOST_LOOKS || processorMs() - beganMs >= TIME_LIMIT_MS * 0.8) throw cause;
    }
  }
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
        return withinProcessorTime(
          () => script.runInContext(sandbox, { timeout: TIME_LIMIT_MS }) === true,
          spentMs,
        );
      } catch (cause) {
        throw new SlowPatternError(`the pattern ${pattern} took more than ${TIME_LIMIT_MS} ms`, { cause });
      } finally {
        sandbox.text = '';
      }
    },
  };
}
