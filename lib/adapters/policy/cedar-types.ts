// What a tool's arguments are to a policy, from the tool's own JSON Schema; what Cedar has no type for is left out, so that no rule can read it.
import { isJsonObject, type JsonValue } from '../../domain/json';

export type CedarType =
  | { readonly type: 'String' | 'Long' | 'Boolean' }
  | { readonly type: 'Extension'; readonly name: 'decimal' }
  | { readonly type: 'Set'; readonly element: CedarType }
  | CedarRecord;
export type CedarRecord = {
  readonly type: 'Record';
  readonly attributes: { readonly [name: string]: CedarType & { readonly required: boolean } };
};

const DEEPEST = 8;

/** The arguments as a record: `integer` is Long, `number` a decimal, an array a Set; what may be null is optional. */
export function argumentsType(inputSchema: JsonValue): CedarRecord {
  const type = typeOf(inputSchema, 0);
  return type?.type === 'Record' ? type : { type: 'Record', attributes: {} };
}

function typeOf(schema: JsonValue | undefined, depth: number): CedarType | null {
  if (!isJsonObject(schema) || depth > DEEPEST) return null;
  switch (typeName(schema)) {
    case 'string':
      return { type: 'String' };
    case 'boolean':
      return { type: 'Boolean' };
    case 'integer':
      return { type: 'Long' };
    case 'number':
      return { type: 'Extension', name: 'decimal' };
    case 'array': {
      const element = typeOf(schema.items, depth + 1);
      return element === null || 'prefixItems' in schema ? null : { type: 'Set', element };
    }
    case 'object':
      return recordOf(schema, depth);
    default:
      return null;
  }
}

function recordOf(schema: { [key: string]: JsonValue }, depth: number): CedarRecord {
  const { properties, required } = schema;
  const needed = Array.isArray(required) ? required : [];
  const attributes = Object.entries(isJsonObject(properties) ? properties : {}).flatMap(
    ([name, property]) => {
      const type = typeOf(property, depth + 1);
      const always = needed.includes(name) && !mayBeNull(property);
      return type === null ? [] : [[name, { ...type, required: always }] as const];
    },
  );
  return { type: 'Record', attributes: Object.fromEntries(attributes) };
}

/** The one type besides null; undefined where there are several, or it is told in another way. */
function typeName({ type, enum: values }: { [key: string]: JsonValue }): string | undefined {
  if (typeof type === 'string') return type;
  if (Array.isArray(type)) {
    const [only, ...others] = type.filter((name) => name !== 'null');
    return typeof only === 'string' && others.length === 0 ? only : undefined;
  }
  const allText =
    Array.isArray(values) && values.length > 0 && values.every((one) => typeof one === 'string');
  return type === undefined && allText ? 'string' : undefined;
}

function mayBeNull(schema: JsonValue): boolean {
  return isJsonObject(schema) && Array.isArray(schema.type) && schema.type.includes('null');
}
