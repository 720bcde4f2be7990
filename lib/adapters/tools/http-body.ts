// Makes the JSON body of a call from its template; a leaf that is one argument keeps that argument's type.
import type { JsonValue } from '../../domain/json';
import {
  argumentsIn,
  argumentValue,
  PLAIN,
  renderText,
  secretsIn,
  singleArgument,
  type TemplateValues,
} from './template';

/** Every string leaf of a body template. */
export function leavesOf(template: JsonValue | undefined): string[] {
  if (typeof template === 'string') return [template];
  if (typeof template !== 'object' || template === null) return [];
  return Object.values(template).flatMap(leavesOf);
}

/** @returns undefined where the leaf is an argument that isn't there: its member is left out. */
function render(template: JsonValue, values: TemplateValues): JsonValue | undefined {
  if (typeof template === 'string') {
    const path = singleArgument(template);
    if (path !== null) return argumentValue(path, values);
    const dynamic = argumentsIn(template).length + secretsIn(template).length > 0;
    return dynamic ? renderText(template, values, PLAIN) : template;
  }
  if (typeof template !== 'object' || template === null) return template;
  if (Array.isArray(template)) {
    return template.flatMap((item) => {
      const value = render(item, values);
      return value === undefined ? [] : [value];
    });
  }
  const members = Object.entries(template).flatMap(([key, member]) => {
    const value = render(member, values);
    return value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(members);
}

/** @throws CodedError invalid_arguments, secret_missing. */
export function renderBody(template: JsonValue, values: TemplateValues): string {
  return JSON.stringify(render(template, values) ?? null);
}
