// A JSON Schema validator for tests of rooms that may not import adapters.
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { SchemaValidator } from '../schema-validator';

export function createTestValidator(): SchemaValidator {
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  return {
    validate(schema, value) {
      const check = ajv.compile(schema);
      if (check(value)) return [];
      return (check.errors ?? []).map((error) => ({
        path: error.instancePath === '' ? '/' : error.instancePath,
        message: error.message ?? 'does not fit',
      }));
    },
    check: () => [],
  };
}
