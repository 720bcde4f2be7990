// What is wrong with a draft: what its own schema says at once, and what the server said of it, until that place is changed. Pure.
import { type AgentDefinition, agentDefinition } from '@/lib/domain/agent';
import type { Problem } from '@/lib/domain/errors';
import type { JsonValue } from '@/lib/domain/json';
import { problemsOf } from '../definition-editor/definition-problems';
import { tokensOf } from '../ui/schema-form/pointer';
import { type Place, valueAt } from './draft-value';
import type { JsonPlaces } from './json-places';

/** What the server refused, with the value it was about. */
export type Refusal = { readonly problems: readonly Problem[]; readonly value: JsonValue };

/** One for each place: the first says enough. */
export function draftProblems(value: JsonValue, refusal: Refusal | undefined): Problem[] {
  const all = problemsOf(agentDefinition, value);
  const own = all
    .filter(({ path }, i) => all.findIndex((other) => other.path === path) === i)
    .map(({ path, message }) => ({
      path,
      message: valueAt(value, placeOf(value, path)) === '' ? 'is required' : message,
    }));
  const told = (refusal?.problems ?? []).filter(
    ({ path }) =>
      !own.some((problem) => problem.path === path) &&
      !path.startsWith('/path/') &&
      JSON.stringify(valueAt(value, placeOf(value, path))) ===
        JSON.stringify(valueAt(refusal?.value, placeOf(refusal?.value, path))),
  );
  return [...own, ...told];
}

export type ListedProblem = { readonly pointer: string; readonly line: number; readonly message: string };

/** Each with its line; a text that is no JSON has one problem, where it stops being any. */
export function listedProblems(places: JsonPlaces, problems: readonly Problem[]): ListedProblem[] {
  if (!places.ok) return [{ pointer: '', line: places.line, message: places.problem }];
  return problems.map(({ path, message }) => ({ pointer: path, line: places.lineOf(path), message }));
}

/** The draft as it would be stored: defaults filled in, names in the schema's order. Undefined while it does not fit. */
export function storable(value: JsonValue): AgentDefinition | undefined {
  const parsed = agentDefinition.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

/** The tokens of a pointer as this value has them: an index where there is a list, else a name. */
export function placeOf(value: JsonValue | undefined, pointer: string): Place {
  const place: (string | number)[] = [];
  for (const token of tokensOf(pointer)) {
    const around = valueAt(value, place);
    place.push(Array.isArray(around) && /^\d+$/.test(token) ? Number(token) : token);
  }
  return place;
}

/** "must be at least 0" as it stands below its field. */
export function sentenceOf(message: string): string {
  if (message === 'is required') return 'Required.';
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`.replace(/\.\.$/, '.');
}
