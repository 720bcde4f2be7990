// Validates JSON against JSON Schema 2020-12 with AJV; refuses remote references, slow patterns, and values or schemas out of bounds.
import { Ajv2020, type ErrorObject, type Options, type ValidateFunction } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import type { Problem } from '../../domain/errors';
import type { JsonSchemaDocument, JsonValue } from '../../domain/json';
import type { SchemaValidator } from '../../ports/schema-validator';
import { boundedPattern, SlowPatternError } from './bounded-pattern';
import { readableProblems } from './readable-problems';
import { measure } from './value-bounds';

const MAX_VALUE_SIZE = 2 * 1024 * 1024;
const MAX_SCHEMA_SIZE = 128 * 1024;
const MAX_CACHED_SCHEMAS = 500;
/** Above this, validation stops at the first error: a list of each of a million faults helps nobody. */
const SIZE_FOR_ALL_ERRORS = 64 * 1024;

const regExp: NonNullable<NonNullable<Options['code']>['regExp']> = Object.assign(
  (pattern: string) => boundedPattern(pattern),
  { code: 'boundedPattern' },
);

function createAjv(options: Options): Ajv2020 {
  const ajv = new Ajv2020({
    strict: false,
    logger: false,
    ownProperties: true,
    code: { regExp },
    ...options,
  });
  ajvFormats(ajv);
  return ajv;
}

/** Drops every schema but the meta-schemas: else a later one could refer to an `$id` of an earlier one, or clash with it. */
function forget(ajv: Ajv2020): void {
  ajv.removeSchema();
}

type Compiled = { readonly all: ValidateFunction; first: ValidateFunction | null };
type Entry = Compiled | { readonly problems: readonly Problem[] };

/** The dialect is always 2020-12; documents that name an older one differ in what tools seldom use, and are told so by the meta-schema. */
function prepared(schema: JsonSchemaDocument): JsonSchemaDocument {
  const { $schema: _dialect, ...rest } = schema;
  return rest;
}

/** `$async` would turn the answer into a promise, which reads as "fits". */
function hasAsync(value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (!Array.isArray(value) && Object.hasOwn(value, '$async')) return true;
  return Object.values(value).some(hasAsync);
}

export class AjvValidator implements SchemaValidator {
  private readonly allErrors = createAjv({ allErrors: true });
  private readonly firstError = createAjv({ validateSchema: false });
  private readonly byText = new Map<string, Entry>();
  private readonly byIdentity = new WeakMap<JsonSchemaDocument, Entry>();

  /** A schema that can't be used fits nothing: its problem is given instead. */
  validate(schema: JsonSchemaDocument, value: unknown): readonly Problem[] {
    const entry = this.entryOf(schema);
    if ('problems' in entry) {
      const why = entry.problems[0]?.message ?? 'unknown reason';
      return [{ path: '', message: `can not be checked, because its schema is not valid (${why})` }];
    }
    const measured = measure(value, MAX_VALUE_SIZE);
    if (!measured.ok) return [measured.problem];
    const check = measured.size > SIZE_FOR_ALL_ERRORS ? this.firstOf(entry, schema) : entry.all;
    try {
      if (check(value)) return [];
      return readableProblems(check.errors ?? []);
    } catch (error) {
      if (error instanceof SlowPatternError) return [{ path: '', message: error.message }];
      throw error;
    } finally {
      check.errors = null;
    }
  }

  check(schema: JsonSchemaDocument): readonly Problem[] {
    const entry = this.entryOf(schema);
    return 'problems' in entry ? entry.problems : [];
  }

  private entryOf(schema: JsonSchemaDocument): Entry {
    const known = this.byIdentity.get(schema);
    if (known !== undefined) return known;
    const measured = measure(schema, MAX_SCHEMA_SIZE);
    if (!measured.ok) return { problems: [measured.problem] };
    const text = JSON.stringify(schema);
    const entry = this.byText.get(text) ?? this.compile(schema);
    // Re-inserted, so that the oldest key is the one used least recently.
    this.byText.delete(text);
    this.byText.set(text, entry);
    const [oldest] = this.byText.keys();
    if (this.byText.size > MAX_CACHED_SCHEMAS && oldest !== undefined) this.byText.delete(oldest);
    this.byIdentity.set(schema, entry);
    return entry;
  }

  private compile(schema: JsonSchemaDocument): Entry {
    const document = prepared(schema);
    if (hasAsync(document)) {
      return { problems: [{ path: '', message: 'asynchronous schemas ($async) are not supported' }] };
    }
    try {
      if (this.allErrors.validateSchema(document) !== true) {
        const errors: readonly ErrorObject[] = this.allErrors.errors ?? [];
        return { problems: readableProblems(errors) };
      }
      return { all: this.allErrors.compile(document), first: null };
    } catch (error) {
      const message = error instanceof Error ? error.message : 'it can not be compiled';
      return { problems: [{ path: '', message }] };
    } finally {
      forget(this.allErrors);
    }
  }

  private firstOf(entry: Compiled, schema: JsonSchemaDocument): ValidateFunction {
    if (entry.first === null) {
      const document = prepared(schema);
      entry.first = this.firstError.compile(document);
      forget(this.firstError);
    }
    return entry.first;
  }
}
