// Values from the JSON Schemas of the OpenAPI document: mostly as they should be, and now and then something else in their place.
import fc from 'fast-check';
import { hostileText, hostileValue } from './hostile-values';

export type Schema = Readonly<Record<string, unknown>>;
export type Schemas = Readonly<Record<string, Schema>>;

/** Names, ids and hashes that answers held, by what was asked about: what leads somewhere. Grows while the fuzz runs. */
export class Known {
  readonly #texts = new Set<string>();
  readonly #parts = new Map<string, Known>();

  /** @param first what is there from the start, and looked at first every other time. */
  constructor(
    private readonly first: readonly string[],
    private readonly whole?: Known,
  ) {}

  /** What answers about this held; where it does not help, everything else does. */
  about(subject: string): Known {
    const part = this.#parts.get(subject) ?? new Known([], this);
    this.#parts.set(subject, part);
    return part;
  }

  add(text: string): void {
    this.whole?.add(text);
    if (this.#texts.size < MOST_KNOWN) this.#texts.add(text);
  }

  /** One that fits, unless a few tries find none. */
  pick(at: number, fits: (text: string) => boolean): string | undefined {
    const from = at % 2 === 0 && this.first.length > 0 ? this.first : [...this.#texts];
    for (let tried = 0; tried < Math.min(MOST_TRIES, from.length); tried += 1) {
      const text = from[(at + tried * 7_919) % from.length];
      if (text !== undefined && fits(text)) return text;
    }
    return this.whole?.pick(at, fits);
  }
}

const MOST_KNOWN = 500;
const MOST_TRIES = 12;
const MOST_DEEP = 5;
const asArray = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const asSchema = (value: unknown): Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : {}; // safe because it is an object

/** A value of the schema; `Known` gives the texts, so that ids and names mean something. */
export function schemaValue(
  schema: Schema,
  schemas: Schemas,
  known: Known,
  depth = 0,
): fc.Arbitrary<unknown> {
  const inner = (next: unknown) => schemaValue(asSchema(next), schemas, known, depth + 1);
  if (depth > MOST_DEEP) return fc.constantFrom<unknown>(null, 1, 'x', {}, []);
  const { $ref, type, anyOf, oneOf, allOf } = schema;
  if (typeof $ref === 'string') return inner(schemas[$ref.split('/').at(-1) ?? ''] ?? {});
  if ('const' in schema) return fc.constant(schema.const);
  const values = asArray(schema.enum);
  if (values.length > 0) return fc.constantFrom(...values);
  const [first, ...others] = [...asArray(anyOf), ...asArray(oneOf)];
  if (first !== undefined) return fc.oneof(inner(first), ...others.map(inner));
  const parts = asArray(allOf);
  if (parts.length > 0) return inner(Object.assign({}, ...parts));
  switch (Array.isArray(type) ? type[0] : type) {
    case 'string':
      return textOf(schema, known);
    case 'integer':
      return fc.integer(boundsOf(schema));
    case 'number':
      return fc.double({ ...boundsOf(schema), noNaN: true, noDefaultInfinity: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(inner(schema.items), { minLength: numberOf(schema.minItems, 0), maxLength: 3 });
    case 'object':
      return objectOf(schema, inner);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function objectOf(schema: Schema, inner: (next: unknown) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const properties = Object.entries(asSchema(schema.properties));
  if (properties.length === 0)
    return fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), inner(schema.additionalProperties), {
      maxKeys: 3,
      noNullPrototype: true,
    });
  const required = new Set(asArray(schema.required));
  const members = Object.fromEntries(properties.map(([name, member]) => [name, inner(member)]));
  const needed = properties.map(([name]) => name).filter((name) => required.has(name));
  return fc.record(members, { requiredKeys: needed, noNullPrototype: true });
}

function textOf(schema: Schema, known: Known): fc.Arbitrary<string> {
  const pattern = typeof schema.pattern === 'string' ? new RegExp(schema.pattern) : undefined;
  const [least, most] = [numberOf(schema.minLength, 0), numberOf(schema.maxLength, 200)];
  const fits = (text: string) =>
    text.length >= least && text.length <= most && (pattern === undefined || pattern.test(text));
  const fresh = freshText(schema, pattern, least, Math.min(most, 200));
  const fromKnown = fc
    .tuple(fc.nat(10_000), fresh)
    .map(([at, otherwise]) => known.pick(at, fits) ?? otherwise);
  return fc.oneof({ weight: 3, arbitrary: fromKnown }, { weight: 1, arbitrary: fresh });
}

function freshText(
  schema: Schema,
  pattern: RegExp | undefined,
  least: number,
  most: number,
): fc.Arbitrary<string> {
  switch (schema.format) {
    case 'uuid':
      return fc.uuid();
    case 'date-time':
      return fc
        .date({ min: new Date(0), max: new Date(253_402_300_799_000), noInvalidDate: true })
        .map((date) => date.toISOString());
    case 'uri':
      return fc.constantFrom('http://127.0.0.1:1/x', 'https://hooks.invalid/a?b=c', 'http://10.0.0.1/');
    case 'email':
      return fc.constantFrom('somebody@example.invalid', 'viewer@example.com');
    default:
      if (pattern === undefined) return fc.string({ minLength: least, maxLength: most });
      return fc.stringMatching(pattern, { size: 'small' });
  }
}

const numberOf = (value: unknown, otherwise: number) => (typeof value === 'number' ? value : otherwise);

function boundsOf(schema: Schema): { min: number; max: number } {
  const min = numberOf(schema.minimum, numberOf(schema.exclusiveMinimum, 0));
  return { min, max: Math.max(min, numberOf(schema.maximum, Math.max(min, 0) + 1_000)) };
}

/** The same value with one place of it hostile: another value, a member gone, or one that nobody knows. */
export function broken(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const how = fc.constantFrom('replace', 'remove', 'add');
  return fc
    .tuple(value, how, fc.array(fc.nat(20), { minLength: 1, maxLength: 4 }), hostileValue, hostileText)
    .map(([whole, act, way, hostile, name]) => breakAt(structuredClone(whole), act, way, hostile, name));
}

function breakAt(
  value: unknown,
  act: string,
  [at = 0, ...way]: readonly number[],
  hostile: unknown,
  name: string,
): unknown {
  if (typeof value !== 'object' || value === null) return hostile;
  const holder = value as Record<string, unknown>; // safe because arrays are read by their indices here
  const keys = Object.keys(holder);
  const key = keys[at % Math.max(1, keys.length)];
  if (way.length > 0 && key !== undefined) holder[key] = breakAt(holder[key], act, way, hostile, name);
  else if (act === 'add' || key === undefined)
    Object.defineProperty(holder, name, { value: hostile, enumerable: true, configurable: true });
  else if (act === 'remove') delete holder[key];
  else holder[key] = hostile;
  return value;
}
