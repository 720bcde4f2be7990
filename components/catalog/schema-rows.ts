// A JSON Schema as rows a person can read: one a field, nested ones by their dotted path. Pure; what can't be said in a row is said to be so.
import { isJsonObject, type JsonObject } from '../ui/json-text';

export type SchemaRow = {
  /** Dotted, `[]` for the entries of a list. */
  readonly path: string;
  readonly type: string;
  readonly required: boolean;
  /** Bounds in words: "at most 500", "one of a, b". */
  readonly bounds: string;
  readonly description: string;
};

const MOST_DEPTH = 6;

/** Rows in the order of the schema. Empty for a schema that names no fields. */
export function schemaRows(schema: unknown): SchemaRow[] {
  return isJsonObject(schema) ? fieldsOf(schema, '', 0) : [];
}

function fieldsOf(schema: JsonObject, prefix: string, depth: number): SchemaRow[] {
  const { properties, required, items } = schema;
  if (depth > MOST_DEPTH) return [];
  if (isJsonObject(properties)) {
    const needed = new Set(Array.isArray(required) ? required : []);
    return Object.entries(properties).flatMap(([name, given]) => {
      const field = isJsonObject(given) ? given : {};
      const path = prefix === '' ? name : `${prefix}.${name}`;
      return [rowOf(path, field, needed.has(name)), ...fieldsOf(field, path, depth + 1)];
    });
  }
  return isJsonObject(items) ? fieldsOf(items, `${prefix}[]`, depth + 1) : [];
}

function rowOf(path: string, field: JsonObject, required: boolean): SchemaRow {
  const description = typeof field.description === 'string' ? field.description : '';
  return { path, type: typeOf(field), required, bounds: boundsOf(field).join(', '), description };
}

function typeOf(field: JsonObject): string {
  if ('const' in field) return 'constant';
  if (Array.isArray(field.enum)) return 'choice';
  const type = Array.isArray(field.type) ? field.type.join(' or ') : field.type;
  if (type === 'array' && isJsonObject(field.items)) return `list of ${typeOf(field.items)}`;
  if (typeof type === 'string') return typeof field.format === 'string' ? `${type}, ${field.format}` : type;
  const combined = ['anyOf', 'oneOf', 'allOf', '$ref'].find((key) => key in field);
  return combined === undefined ? 'anything' : `${combined}, see the JSON`;
}

const said: readonly (readonly [key: string, words: (value: number) => string])[] = [
  ['minimum', (value) => `at least ${value}`],
  ['exclusiveMinimum', (value) => `above ${value}`],
  ['maximum', (value) => `at most ${value}`],
  ['exclusiveMaximum', (value) => `below ${value}`],
  ['multipleOf', (value) => `a multiple of ${value}`],
  ['minLength', (value) => (value === 1 ? 'not empty' : `at least ${value} characters`)],
  ['maxLength', (value) => `at most ${value} characters`],
  ['minItems', (value) => `at least ${value} entries`],
  ['maxItems', (value) => `at most ${value} entries`],
];

function boundsOf(field: JsonObject): string[] {
  return [
    ...('const' in field ? [JSON.stringify(field.const)] : []),
    ...(Array.isArray(field.enum) ? [field.enum.map((one) => JSON.stringify(one)).join(' or ')] : []),
    ...said.flatMap(([key, words]) => {
      const value = field[key];
      return typeof value === 'number' ? [words(value)] : [];
    }),
    ...(typeof field.pattern === 'string' ? [`like ${field.pattern}`] : []),
    ...('default' in field ? [`${JSON.stringify(field.default)} unless told`] : []),
  ];
}
