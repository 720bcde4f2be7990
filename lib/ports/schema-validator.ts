// JSON Schema validation with readable problems.
import type { Problem } from '../domain/errors';
import type { JsonSchemaDocument } from '../domain/json';

export interface SchemaValidator {
  /** Problems of the value at JSON Pointers; empty when it fits. Patterns are bounded in time: one that takes too long is a problem. */
  validate(schema: JsonSchemaDocument, value: unknown): readonly Problem[];
  /** Problems of the schema itself; empty when it can be used. */
  check(schema: JsonSchemaDocument): readonly Problem[];
}
