// Which arguments match the patterns of their grant, asked of the validator, whose patterns are bounded in time; what can't be told does not match.
import type { ToolGrant } from '@/lib/domain/agent';
import { valueAtPath } from '@/lib/domain/dotted-path';
import type { JsonObject } from '@/lib/domain/json';
import type { MatchedPatterns } from '@/lib/guard/grant-rule';
import type { SchemaValidator } from '@/lib/ports/schema-validator';

export function matchedPatterns(facts: {
  readonly grants: readonly ToolGrant[];
  readonly tool: string;
  readonly arguments: JsonObject;
  readonly schemas: SchemaValidator;
}): MatchedPatterns {
  const grant = facts.grants.find(({ name }) => name === facts.tool);
  const matched = Object.entries(grant?.constraints ?? {}).filter(([path, { pattern }]) => {
    const value = valueAtPath(facts.arguments, path);
    return pattern !== undefined && typeof value === 'string' && matches(value, pattern, facts.schemas);
  });
  return new Set(matched.map(([path]) => path));
}

/** The whole value has to match. A pattern that closes a group it did not open is none by itself, though it might be one in the middle. */
function matches(value: string, pattern: string, schemas: SchemaValidator): boolean {
  try {
    if (schemas.check({ type: 'string', pattern }).length > 0) return false;
    return schemas.validate({ type: 'string', pattern: `^(?:${pattern})$` }, value).length === 0;
  } catch {
    return false;
  }
}
