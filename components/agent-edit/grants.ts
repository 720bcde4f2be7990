// The granted tools of a draft: their names, which always ask, and how a grant comes and goes. Pure.
import { isJsonObject, type JsonValue } from '@/lib/domain/json';
import { valueAt, withValue } from './draft-value';

function textsOf(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

export function alwaysAsked(definition: JsonValue): string[] {
  return textsOf(valueAt(definition, ['escalation', 'alwaysAsk']));
}

/** In the order of the definition; a grant whose name is no text has the empty one. */
export function grantNames(definition: JsonValue): string[] {
  const tools = valueAt(definition, ['tools']);
  if (!Array.isArray(tools)) return [];
  return tools.map((grant) => (isJsonObject(grant) && typeof grant.name === 'string' ? grant.name : ''));
}

export function withGrant(definition: JsonValue, name: string): JsonValue | undefined {
  return withValue(definition, ['tools', grantNames(definition).length], { name });
}

/** A tool that is no longer granted is no longer asked for either. */
export function withoutGrant(definition: JsonValue, index: number): JsonValue | undefined {
  const name = grantNames(definition)[index];
  const without = withValue(definition, ['tools', index], undefined);
  return name === undefined || without === undefined || grantNames(without).includes(name)
    ? without
    : withAlwaysAsk(without, name, false);
}

export function withAlwaysAsk(definition: JsonValue, name: string, asks: boolean): JsonValue | undefined {
  const others = alwaysAsked(definition).filter((one) => one !== name);
  if (!asks && others.length === alwaysAsked(definition).length) return definition;
  return withValue(definition, ['escalation', 'alwaysAsk'], asks ? [...others, name] : others);
}
