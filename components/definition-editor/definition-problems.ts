// What is wrong with a draft and where: by the schema before it is sent, by the server after. Pure.
import type { z } from 'zod';
import { schemaProblems } from '@/lib/contract/schema-problems';
import type { Problem } from '@/lib/domain/errors';
import { tokensOf } from '../ui/schema-form/pointer';
import type { DraftPath } from './draft-value';

export function problemsOf(schema: z.ZodType, value: unknown): readonly Problem[] {
  const parsed = schema.safeParse(value, { reportInput: true });
  return parsed.success ? [] : schemaProblems(parsed.error.issues);
}

/** The problem of a field, or of anything below it where the field holds a whole (a schema, headers). */
export function problemAt(problems: readonly Problem[], path: DraftPath): string | undefined {
  const found = problems.find((problem) => {
    const tokens = tokensOf(problem.path);
    return tokens.length >= path.length && path.every((part, index) => tokens[index] === part);
  });
  if (found === undefined) return undefined;
  const below = tokensOf(found.path).slice(path.length).join('.');
  return below === '' ? capital(found.message) : `${below} ${found.message}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
