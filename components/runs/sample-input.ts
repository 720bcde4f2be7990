// An input that has the shape a schema asks for, to be written over: for commands that are shown. Pure.
import { isJsonObject, type JsonValue } from '@/lib/domain/json';

const DEEPEST = 4;

const FORMATS: Readonly<Record<string, string>> = {
  date: '2026-01-31',
  'date-time': '2026-01-31T09:00:00Z',
  time: '09:00:00Z',
  email: 'someone@example.com',
  uri: 'https://example.com',
};

/** Takes what the schema itself offers (const, default, examples, enum); else a plain value of the type. Only required members. */
export function sampleInput(schema: JsonValue | undefined, depth = 0): JsonValue {
  if (!isJsonObject(schema) || depth > DEEPEST) return {};
  for (const offered of [schema.const, schema.default]) if (offered !== undefined) return offered;
  for (const list of [schema.examples, schema.enum])
    if (Array.isArray(list) && list[0] !== undefined) return list[0];
  switch (schema.type) {
    case 'string':
      if (typeof schema.format === 'string' && FORMATS[schema.format] !== undefined)
        return FORMATS[schema.format] ?? '';
      return typeof schema.title === 'string' ? schema.title.toLowerCase() : '…';
    case 'number':
    case 'integer':
      return typeof schema.minimum === 'number' ? schema.minimum : 1;
    case 'boolean':
      return false;
    case 'array':
      return Number(schema.minItems ?? 0) > 0 ? [sampleInput(schema.items, depth + 1)] : [];
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
