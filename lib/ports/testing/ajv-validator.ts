// A JSON Schema validator for tests of rooms that may not import adapters.
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { JsonSchemaDocument } from '../../domain/json';
import type { SchemaValidator } from '../schema-validator';

/** One for all tests of a file: compiling a schema takes longer than most tests. */
export const testValidator: SchemaValidator = createTestValidator();

function createTestValidator(): SchemaValidator {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  const compiled = new Map<string, ReturnType<Ajv2020['compile']>>();
  const checkFor = (schema: JsonSchemaDocument) => {
    const text = JSON.stringify(schema);
    const check = compiled.get(text) ?? ajv.compile(schema);
    compiled.set(text, check);
    return check;
  };
  return {
    validate(schema, value) {
      const check = checkFor(schema);
      if (check(value)) return [];
      return (check.errors ?? []).map((error) => ({
        path: error.instancePath === '' ? '/' : error.instancePath,
        message: error.message ?? 'does not fit',
      }));
    },
    check: () => [],
  };
}
