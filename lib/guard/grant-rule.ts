// What this agent was granted: the tool at all, and the bounds of its arguments; what is not granted is denied.
import type { AdmissionReason } from '@/lib/domain/admission';
import type { ArgumentConstraint, ToolGrant } from '@/lib/domain/agent';
import { canonicalJson } from '@/lib/domain/canonical-json';
import { valueAtPath } from '@/lib/domain/dotted-path';
import type { JsonObject, JsonValue } from '@/lib/domain/json';
import type { ToolVersion } from '@/lib/domain/tool';

/**
 * The paths whose value was found to match the pattern of its grant. Found outside of this room, in bounded time: a pattern is an engineer's,
 * its subject a model's, and together they can take for ever. What is not in it does not match.
 */
export type MatchedPatterns = ReadonlySet<string>;

export function grantReasons(facts: {
  readonly grants: readonly ToolGrant[];
  readonly tool: ToolVersion;
  readonly arguments: JsonObject;
  readonly matchedPatterns: MatchedPatterns;
}): AdmissionReason[] {
  const { name } = facts.tool;
  const grant = facts.grants.find((candidate) => candidate.name === name);
  if (grant === undefined) {
    return [{ rule: 'tools', verdict: 'deny', message: `This agent has no grant for ${name}.` }];
  }
  return Object.entries(grant.constraints ?? {}).flatMap(([path, constraint]) => {
    const matches = facts.matchedPatterns.has(path);
    const broken = brokenBound(valueAtPath(facts.arguments, path), constraint, matches);
    if (broken === null) return [];
    const message = `${path} of ${name} ${broken}.`;
    return [{ rule: `tools.${name}.constraints.${path}`, verdict: 'deny' as const, message }];
  });
}

/** Which bound does not hold, as the rest of a sentence; null when all hold. A value that is not there breaks every bound. */
function brokenBound(
  value: JsonValue | undefined,
  constraint: ArgumentConstraint,
  matches: boolean,
): string | null {
  const { equals, oneOf, min, max, pattern } = constraint;
  if (value === undefined) return 'is missing, and this agent may call it only within bounds';
  if (equals !== undefined && !same(value, equals)) return `must be ${JSON.stringify(equals)}`;
  if (oneOf !== undefined && !oneOf.some((allowed) => same(value, allowed))) {
    return `must be one of ${oneOf.map((allowed) => JSON.stringify(allowed)).join(', ')}`;
  }
  if (min !== undefined && !(typeof value === 'number' && value >= min)) return `must be at least ${min}`;
  if (max !== undefined && !(typeof value === 'number' && value <= max)) return `must be at most ${max}`;
  if (pattern !== undefined && !matches) return `must match ${pattern}`;
  return null;
}

function same(left: JsonValue, right: JsonValue): boolean {
  const options = { normaliseUnicode: true };
  return canonicalJson(left, options) === canonicalJson(right, options);
}
