// Turns a validator's errors into problems that a person can act on, at the place where the value has to change.
import type { ErrorObject } from 'ajv/dist/2020.js';
import type { Problem } from '../../domain/errors';

const MAX_PROBLEMS = 50;
const ALTERNATIVES = new Set(['anyOf', 'oneOf']);

function member(path: string, name: unknown): string {
  return `${path}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function count(amount: unknown, noun: string): string {
  return `${String(amount)} ${noun}${amount === 1 ? '' : 's'}`;
}

function listed(values: unknown): string {
  const items = Array.isArray(values) ? values : [];
  const shown = items.slice(0, 20).map((value) => JSON.stringify(value));
  return items.length > shown.length ? `${shown.join(', ')} …` : shown.join(', ');
}

function problemOf({ keyword, instancePath: path, params, message }: ErrorObject): Problem {
  switch (keyword) {
    case 'required':
      return { path: member(path, params.missingProperty), message: 'is required' };
    case 'dependentRequired':
      return {
        path: member(path, params.missingProperty),
        message: `is required together with ${String(params.property)}`,
      };
    case 'additionalProperties':
      return { path: member(path, params.additionalProperty), message: 'is not known here' };
    case 'unevaluatedProperties':
      return { path: member(path, params.unevaluatedProperty), message: 'is not known here' };
    case 'propertyNames':
      return { path: member(path, params.propertyName), message: 'has a name that is not allowed' };
    case 'type':
      return { path, message: `must be ${[params.type].flat().join(' or ')}` };
    case 'enum':
      return { path, message: `must be one of ${listed(params.allowedValues)}` };
    case 'const':
      return { path, message: `must be ${JSON.stringify(params.allowedValue)}` };
    case 'minLength':
      return { path, message: `must have at least ${count(params.limit, 'character')}` };
    case 'maxLength':
      return { path, message: `must have at most ${count(params.limit, 'character')}` };
    case 'minItems':
      return { path, message: `must have at least ${count(params.limit, 'item')}` };
    case 'maxItems':
      return { path, message: `must have at most ${count(params.limit, 'item')}` };
    case 'format':
      return { path, message: `must be a valid ${String(params.format)}` };
    default:
      return { path, message: message ?? `fails ${keyword}` };
  }
}

/** `anyOf: [number, null]` yields three errors for one thought: "must be number or null". */
function withoutAlternatives(errors: readonly ErrorObject[]): { kept: ErrorObject[]; merged: Problem[] } {
  const dropped = new Set<ErrorObject>();
  const merged: Problem[] = [];
  for (const choice of errors.filter((error) => ALTERNATIVES.has(error.keyword))) {
    const branches = errors.filter((error) => error.schemaPath.startsWith(`${choice.schemaPath}/`));
    if (branches.length === 0) continue;
    // The branches say more than "must match a schema in anyOf".
    dropped.add(choice);
    const onlyTypes = branches.every(
      (branch) => branch.keyword === 'type' && branch.instancePath === choice.instancePath,
    );
    if (!onlyTypes) continue;
    for (const branch of branches) dropped.add(branch);
    const types = new Set(branches.flatMap((branch) => [branch.params.type].flat().map(String)));
    merged.push({ path: choice.instancePath, message: `must be ${[...types].join(' or ')}` });
  }
  return { kept: errors.filter((error) => !dropped.has(error)), merged };
}

/** At most 50 problems, each once, in the order of the schema. */
export function readableProblems(errors: readonly ErrorObject[]): readonly Problem[] {
  // Beyond this many, nobody reads them and grouping would cost the square.
  const { kept, merged } = withoutAlternatives(errors.slice(0, 500));
  const problems = [...kept.map(problemOf), ...merged];
  const unique = new Map(problems.map((problem) => [`${problem.path}\u0000${problem.message}`, problem]));
  return [...unique.values()].slice(0, MAX_PROBLEMS);
}
