// What a client sent against a schema: every fault with its JSON Pointer, unknown fields included.
import 'server-only';
import type { z } from 'zod';
import { schemaProblems } from '../../contract/schema-problems';
import { type Problem, RequestError } from '../../domain/errors';

const MOST_PROBLEMS = 100;

/** @throws RequestError invalid_request with one problem per fault; `at` stands before each path (`/query`). */
export function parseInput<S extends z.ZodType>(schema: S, value: unknown, at = ''): z.output<S> {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  const problems = schemaProblems(parsed.error.issues, at).slice(0, MOST_PROBLEMS);
  throw new RequestError('invalid_request', summaryOf(problems), problems);
}

export function summaryOf(problems: readonly Problem[]): string {
  const [first] = problems;
  if (first === undefined) return 'The request is not valid.';
  const rest = problems.length - 1;
  const more = rest === 0 ? '' : ` (and ${rest} more)`;
  return `${first.path === '' ? 'The body' : first.path} ${first.message}${more}.`;
}
