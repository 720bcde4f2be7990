// Knows how to find JSON objects inside of prose, fences or markers; refuses to guess at broken ones.

/** Enough for any prompt; bounds the work on a text made of opening braces. */
const MAX_STARTS = 64;

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The index after the brace that closes the one at `start`, or -1. Braces inside of strings don't count. */
function endOfObject(text: string, start: number): number {
  let depth = 0;
  let inString = false;
  for (let index = start; index < text.length; index += 1) {
    const char = text[index];
    if (inString) {
      if (char === '\\') index += 1;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === '{') depth += 1;
    else if (char === '}') {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return -1;
}

/** The outermost JSON objects of a text, in order. */
export function jsonObjectsIn(text: string): Record<string, unknown>[] {
  const whole = tryParse(text);
  if (isObject(whole)) return [whole];
  const found: Record<string, unknown>[] = [];
  let start = text.indexOf('{');
  for (let tries = 0; start >= 0 && tries < MAX_STARTS; tries += 1) {
    const end = endOfObject(text, start);
    const value = end < 0 ? undefined : tryParse(text.slice(start, end));
    if (isObject(value)) found.push(value);
    start = text.indexOf('{', value === undefined ? start + 1 : end);
  }
  return found;
}

/** The value under `name`, at any depth, breadth first; undefined where there is none. */
export function findDeep(value: unknown, name: string): unknown {
  const queue: unknown[] = [value];
  while (queue.length > 0) {
    const current = queue.shift();
    if (Array.isArray(current)) queue.push(...current);
    if (!isObject(current)) continue;
    if (Object.hasOwn(current, name)) return current[name];
    queue.push(...Object.values(current));
  }
  return undefined;
}
