// What a client sent against a schema: every fault with its JSON Pointer, unknown fields included.
import 'server-only';
import type { z } from 'zod';
import { type Problem, RequestError } from '../../domain/errors';
import { pointerPart } from './json-body';

const MOST_PROBLEMS = 100;

/** @throws RequestError invalid_request with one problem per fault; `at` stands before each path (`/query`). */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown, at = ''): z.output<S> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  const problems = problemsOf(parsed.error.issues, at).slice(0, MOST_PROBLEMS);
  throw new RequestError('invalid_request', summaryOf(problems), problems);
}

export function summaryOf(problems: readonly Problem[]): string {
  const [first] = problems;
  if (first === undefined) return 'The request is not valid.';
  const rest = problems.length - 1;
  const more = rest === 0 ? '' : ` (and ${rest} more)`;
  return `${first.path === '' ? 'The body' : first.path} ${first.message}${more}.`;
}

function problemsOf(issues: readonly z.core.$ZodIssue[], at: string): Problem[] {
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
        return problemsOf(nearest, path);
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
