// Knows a plain value for a JSON Schema; refuses to cover more of the language than tools use.
import type { JsonSchema } from './chat-request';
import { isObject } from './json-in-text';

const MAX_DEPTH = 12;

function resolve(schema: JsonSchema, root: JsonSchema): JsonSchema {
  const ref = schema.$ref;
  if (typeof ref !== 'string' || !ref.startsWith('#/')) return schema;
  let target: unknown = root;
  for (const part of ref.slice(2).split('/')) target = isObject(target) ? target[part] : undefined;
  return isObject(target) ? target : {};
}

function numberFor(schema: JsonSchema): number {
  if (typeof schema.minimum === 'number') return schema.minimum;
  if (typeof schema.exclusiveMinimum === 'number') return schema.exclusiveMinimum + 1;
  return 1;
}

function textFor(schema: JsonSchema): string {
  if (schema.format === 'date') return '2026-01-01';
  if (schema.format === 'date-time') return '2026-01-01T00:00:00.000Z';
  const text = 'sample';
  return typeof schema.minLength === 'number' ? text.padEnd(schema.minLength, '.') : text;
}

/** The smallest value that a simple schema takes: required properties only, first of each choice. */
export function sampleFromSchema(given: JsonSchema, root: JsonSchema = given, depth = 0): unknown {
  const schema = resolve(given, root);
  if ('const' in schema) return schema.const;
  if ('default' in schema) return schema.default;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  const choice = [schema.anyOf, schema.oneOf].find(Array.isArray)?.find(isObject);
  if (choice) return sampleFromSchema(choice, root, depth + 1);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (depth > MAX_DEPTH || type === 'null') return null;
  if (type === 'number' || type === 'integer') return numberFor(schema);
  if (type === 'boolean') return false;
  if (type === 'array') return sampleArray(schema, root, depth);
  if (type === 'object' || isObject(schema.properties)) return sampleObject(schema, root, depth);
  return textFor(schema);
}

function sampleArray(schema: JsonSchema, root: JsonSchema, depth: number): unknown[] {
  const length = typeof schema.minItems === 'number' ? Math.min(schema.minItems, 100) : 0;
  const items = isObject(schema.items) ? schema.items : {};
  return Array.from({ length }, () => sampleFromSchema(items, root, depth + 1));
}

function sampleObject(schema: JsonSchema, root: JsonSchema, depth: number): Record<string, unknown> {
  const properties = isObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  const value: Record<string, unknown> = {};
  for (const name of required) {
    const property = properties[String(name)];
    value[String(name)] = sampleFromSchema(isObject(property) ? property : {}, root, depth + 1);
  }
  return value;
}
