// An input that has the shape a schema asks for, to be written over: for commands that are shown. Pure.
import { isJsonObject, type JsonValue } from '@/lib/domain/json';

const DEEPEST = 4;

/** Takes what the schema itself offers (const, default, examples, enum); else a plain value of the type. Only required members. */
export function sampleInput(schema: JsonValue | undefined, depth = 0): JsonValue {
  if (!isJsonObject(schema) || depth > DEEPEST) return {};
  for (const offered of [schema.const, schema.default]) if (offered !== undefined) return offered;
  for (const list of [schema.examples, schema.enum])
    if (Array.isArray(list) && list[0] !== undefined) return list[0];
  switch (schema.type) {
    case 'string':
      return typeof schema.title === 'string' ? schema.title.toLowerCase() : '…';
    case 'number':
    case 'integer':
      return typeof schema.minimum === 'number' ? schema.minimum : 1;
    case 'boolean':
      return false;
    case 'array':
      return [];
    case 'null':
      return null;
    default: {
      const members = isJsonObject(schema.properties) ? schema.properties : {};
      const required = Array.isArray(schema.required) ? schema.required : [];
      return Object.fromEntries(
        Object.entries(members)
          .filter(([name]) => required.includes(name))
          .map(([name, member]) => [name, sampleInput(member, depth + 1)]),
      );
    }
  }
}
