// What a schema finds wrong, in the words of the house: the server refuses with them, and a form says them before anything is sent.
import type { z } from 'zod';
import type { Problem } from '../domain/errors';

/** One part of a JSON Pointer (RFC 6901). */
export function pointerPart(part: PropertyKey): string {
  return String(part).replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Every fault with its JSON Pointer below `at`, unknown fields included; made with `reportInput`, so that missing is told from wrong. */
export function schemaProblems(issues: readonly z.core.$ZodIssue[], at = ''): Problem[] {
  return issues.flatMap((issue) => {
    const path = [at, ...issue.path.map(pointerPart)].join('/');
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({
        path: `${path}/${pointerPart(key)}`,
        message: 'is not a known field',
      }));
    if (issue.code === 'invalid_union') {
      const nearest = issue.errors.toSorted((a, b) => depthOf(b) - depthOf(a))[0];
      if (nearest !== undefined && nearest.length > 0 && depthOf(nearest) > 0)
        return schemaProblems(nearest, path);
    }
    return [{ path, message: messageOf(issue) }];
  });
}

/** How far into the value a branch of a union got: the one that got furthest is the one that was meant. */
function depthOf(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length));
}

function messageOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is required' : `must be ${withArticle(issue.expected)}`;
    case 'invalid_value':
      return `must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return `must be at least ${issue.minimum}${unitOf(issue.origin)}`;
    case 'too_big':
      return `must be at most ${issue.maximum}${unitOf(issue.origin)}`;
    case 'invalid_union':
      return issue.input === undefined ? 'is required' : 'must be a JSON value of a known shape';
    default:
      return issue.message.replace(/^Invalid/, 'is an invalid');
  }
}

function withArticle(expected: string): string {
  const word = expected === 'int' ? 'whole number' : expected === 'record' ? 'object' : expected;
  return /^[aeiou]/.test(word) ? `an ${word}` : `a ${word}`;
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters long';
  return origin === 'array' || origin === 'set' ? ' items long' : '';
}
