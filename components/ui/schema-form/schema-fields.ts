// From a JSON Schema to the fields a form can show. What no form can say becomes a JSON field, never a missing one.
import { isJsonObject, type JsonObject } from '../json-text';

type Common = {
  name: string;
  label: string;
  description?: string | undefined;
  required: boolean;
  /** The schema also allows null; an empty field then means null where the field is required. */
  nullable: boolean;
  default?: unknown;
};

export type StringFormat = 'text' | 'multiline' | 'date' | 'date-time' | 'time' | 'email' | 'uri' | 'uuid';

export type StringField = Common & {
  kind: 'string';
  format: StringFormat;
  minLength?: number | undefined;
  maxLength?: number | undefined;
  pattern?: string | undefined;
};
export type NumberSchemaField = Common & {
  kind: 'number';
  integer: boolean;
  minimum?: number | undefined;
  maximum?: number | undefined;
  exclusiveMinimum?: number | undefined;
  exclusiveMaximum?: number | undefined;
  multipleOf?: number | undefined;
};
export type BooleanField = Common & { kind: 'boolean' };
export type ChoiceField = Common & {
  kind: 'choice';
  options: { value: unknown; key: string; label: string }[];
};
export type ObjectField = Common & { kind: 'object'; fields: SchemaField[] };
export type ListField = Common & {
  kind: 'list';
  item: SchemaField;
  minItems: number;
  maxItems?: number | undefined;
  unique: boolean;
};
export type JsonField = Common & { kind: 'json' };

export type SchemaField =
  | StringField
  | NumberSchemaField
  | BooleanField
  | ChoiceField
  | ObjectField
  | ListField
  | JsonField;

/** Deeper than this a form helps nobody: the rest is JSON. */
const MOST_DEPTH = 5;

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
const num = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

/** "orderId" and "order_id" read as "Order id"; a title of the schema wins. */
export function labelOf(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[_-]+/g, ' ')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function typesOf(schema: JsonObject): string[] {
  const type = schema.type;
  if (typeof type === 'string') return [type];
  return Array.isArray(type) ? type.filter((one) => typeof one === 'string') : [];
}

/** `anyOf`/`oneOf` of one real alternative and null is that alternative, nullable. Anything wider stays as it is. */
function withoutNull(schema: JsonObject): { schema: JsonObject; nullable: boolean } {
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(alternatives)) {
    const real = alternatives.filter((one) => !(isJsonObject(one) && one.type === 'null'));
    const only = real[0];
    if (real.length === 1 && real.length < alternatives.length && isJsonObject(only)) {
      const { anyOf: _any, oneOf: _one, ...rest } = schema;
      return { schema: { ...only, ...rest }, nullable: true };
    }
  }
  const types = typesOf(schema);
  if (types.length === 2 && types.includes('null')) {
    return { schema: { ...schema, type: types.find((one) => one !== 'null') }, nullable: true };
  }
  return { schema, nullable: schema.nullable === true };
}

const FORMATS: Record<string, StringFormat> = {
  date: 'date',
  'date-time': 'date-time',
  time: 'time',
  email: 'email',
  uri: 'uri',
  url: 'uri',
  uuid: 'uuid',
  multiline: 'multiline',
  textarea: 'multiline',
};

function stringFormat(schema: JsonObject): StringFormat {
  const named = FORMATS[text(schema.format) ?? ''];
  if (named !== undefined) return named;
  return (num(schema.maxLength) ?? 0) > 160 ? 'multiline' : 'text';
}

/** The choices of `enum` or `const`; values that aren't scalar can't be chosen from a list. */
function choicesOf(schema: JsonObject): ChoiceField['options'] | undefined {
  const values = Array.isArray(schema.enum) ? schema.enum : 'const' in schema ? [schema.const] : undefined;
  if (values === undefined || values.some((value) => typeof value === 'object' && value !== null))
    return undefined;
  return values.map((value) => ({
    value,
    key: JSON.stringify(value),
    label: typeof value === 'string' ? value : JSON.stringify(value),
  }));
}

function fieldOf(name: string, given: unknown, required: boolean, depth: number): SchemaField {
  const raw: JsonObject = isJsonObject(given) ? given : {};
  const { schema, nullable } = withoutNull(raw);
  const common: Common = {
    name,
    label: text(schema.title) ?? labelOf(name),
    description: text(schema.description),
    required,
    nullable,
    default: schema.default,
  };
  const options = choicesOf(schema);
  if (options !== undefined) return { ...common, kind: 'choice', options };
  const combined = ['anyOf', 'oneOf', 'allOf', '$ref', 'if', 'not'].some((key) => key in schema);
  const types = typesOf(schema);
  const type = types.length === 1 ? types[0] : isJsonObject(schema.properties) ? 'object' : undefined;
  if (combined || depth > MOST_DEPTH) return { ...common, kind: 'json' };
  switch (type) {
    case 'string':
      return {
        ...common,
        kind: 'string',
        format: stringFormat(schema),
        minLength: num(schema.minLength),
        maxLength: num(schema.maxLength),
        pattern: text(schema.pattern),
      };
    case 'integer':
    case 'number':
      return {
        ...common,
        kind: 'number',
        integer: type === 'integer',
        minimum: num(schema.minimum),
        maximum: num(schema.maximum),
        exclusiveMinimum: num(schema.exclusiveMinimum),
        exclusiveMaximum: num(schema.exclusiveMaximum),
        multipleOf: num(schema.multipleOf),
      };
    case 'boolean':
      return { ...common, kind: 'boolean' };
    case 'array':
      return listOf(common, schema, depth);
    case 'object':
      return objectOf(common, schema, depth);
    default:
      return { ...common, kind: 'json' };
  }
}

function listOf(common: Common, schema: JsonObject, depth: number): SchemaField {
  if (!isJsonObject(schema.items) || 'prefixItems' in schema) return { ...common, kind: 'json' };
  const item = fieldOf(common.name, schema.items, true, depth + 1);
  if (item.kind === 'json') return { ...common, kind: 'json' };
  return {
    ...common,
    kind: 'list',
    item,
    minItems: num(schema.minItems) ?? 0,
    maxItems: num(schema.maxItems),
    unique: schema.uniqueItems === true,
  };
}

/** An object without named properties is a map: its keys can't be known, so it is JSON. */
function objectOf(common: Common, schema: JsonObject, depth: number): SchemaField {
  if (!isJsonObject(schema.properties)) return { ...common, kind: 'json' };
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const fields = Object.entries(schema.properties).map(([name, property]) =>
    fieldOf(name, property, required.has(name), depth + 1),
  );
  return { ...common, kind: 'object', fields };
}

/** The field of a whole schema; an input that is no object is one JSON field. */
export function rootField(schema: unknown): ObjectField | JsonField {
  const field = fieldOf('input', schema, true, 0);
  if (field.kind === 'object') return field;
  return {
    kind: 'json',
    name: 'input',
    label: field.label,
    description: field.description,
    required: true,
    nullable: field.nullable,
    default: field.default,
  };
}
