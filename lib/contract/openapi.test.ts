// The OpenAPI document: whole, its references lead somewhere, its schemas are ones a validator accepts.
import SwaggerParser from '@apidevtools/swagger-parser';
import { Ajv2020 } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { ENDPOINTS } from './endpoints';
import { openApiDocument } from './openapi';

type Operation = {
  operationId: string;
  tags: string[];
  summary: string;
  security?: unknown[];
  parameters: { name: string; in: string; required: boolean; schema: object }[];
  requestBody?: object;
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>;
};
type Document = {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  tags: { name: string }[];
  components: { schemas: Record<string, object> };
};
const document = JSON.parse(JSON.stringify(openApiDocument({ version: '1.2.3' }))) as Document; // safe because this test says what is in it
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item)
    .filter(([method]) => method !== 'servers')
    .map(([method, operation]) => ({ path, method, operation })),
);

function refsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    key === '$ref' && typeof member === 'string' ? [member] : refsIn(member),
  );
}

describe('openApiDocument', () => {
  it('holds every endpoint under its method and path, with a name of its own', () => {
    const found = operations.map(
      ({ method, path, operation }) => `${method} ${path} ${operation.operationId}`,
    );
    for (const { id, method, path } of Object.values(ENDPOINTS))
      expect(found).toContain(`${method.toLowerCase()} ${path} ${id}`);
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
  });

  it('is OpenAPI 3.1 to a validator that is not ours', async () => {
    const copy = structuredClone(document) as unknown as Parameters<typeof SwaggerParser.validate>[0]; // safe because the validator says whether it is
    await expect(SwaggerParser.validate(copy)).resolves.toMatchObject({ openapi: '3.1.0' });
    const broken = structuredClone({ ...document, paths: { runs: {} } }) as unknown as typeof copy; // safe because it is to be refused
    await expect(SwaggerParser.validate(broken)).rejects.toThrow();
  });

  it('gives each operation a summary, a group that is declared, and says where no key is needed', () => {
    const groups = document.tags.map(({ name }) => name);
    for (const { path, operation } of operations) {
      expect(operation.summary, path).toMatch(/^[A-Z].+[^.]$/);
      expect(groups, path).toEqual(expect.arrayContaining(operation.tags));
      expect(operation.tags, path).toHaveLength(1);
      const isOpen = operation.responses['401'] === undefined;
      expect(operation.security, path).toEqual(isOpen ? [] : undefined);
    }
  });

  it('declares exactly the parameters in each path', () => {
    for (const { path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      const declared = operation.parameters.filter((parameter) => parameter.in === 'path');
      expect(
        declared.map(({ name }) => name),
        path,
      ).toEqual(inPath);
      expect(declared.every(({ required }) => required)).toBe(true);
    }
  });

  it('leads every reference to a schema', () => {
    const refs = refsIn(document);
    expect(refs.length).toBeGreaterThan(50);
    for (const ref of refs) {
      const name = /^#\/components\/schemas\/(\w+)$/.exec(ref)?.[1] ?? ref;
      expect(Object.keys(document.components.schemas)).toContain(name);
    }
  });

  it('has schemas that a JSON Schema 2020-12 validator compiles and that tell right from wrong', () => {
    const ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: true }));
    ajv.addSchema({ $id: 'https://bulkhead.invalid/openapi', ...document });
    const validate = (name: string) => {
      const found = ajv.getSchema(`https://bulkhead.invalid/openapi#/components/schemas/${name}`);
      if (found === undefined) throw new Error(`no schema ${name}`);
      return found;
    };
    for (const name of Object.keys(document.components.schemas))
      expect(validate(name), name).toBeTypeOf('function');
    expect(validate('StartRunBody')({ agent: 'refunds', input: { any: ['json'] } })).toBe(true);
    expect(validate('StartRunBody')({ agent: 'refunds', input: {}, extra: 1 })).toBe(false);
    expect(validate('Problem')({})).toBe(false);
  });

  it('says which problems may come back, as problem+json', () => {
    const start = document.paths['/runs']?.post;
    expect(Object.keys(start?.responses ?? {})).toEqual(
      expect.arrayContaining(['201', '400', '401', '403', '404', '409', '413', '415', '422', '429', '503']),
    );
    expect(start?.responses['409']?.content).toHaveProperty(['application/problem+json']);
  });
});
