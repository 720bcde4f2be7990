import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../domain/json';
import { AjvValidator } from './ajv-validator';

const validator = new AjvValidator();
const problems = (schema: JsonObject, value: unknown) => validator.validate(schema, value);

const order: JsonObject = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  required: ['order_id', 'amount'],
  additionalProperties: false,
  properties: {
    order_id: { type: 'string', minLength: 3, pattern: '^ord_' },
    amount: { type: 'number', minimum: 0 },
    currency: { enum: ['EUR', 'USD'] },
    mail: { type: 'string', format: 'email' },
    'a/b~c': { type: 'object', required: ['d'] },
    lines: { type: 'array', items: { type: 'object', required: ['sku'] } },
  },
};

describe('validate', () => {
  it('finds nothing wrong with what fits', () => {
    expect(problems(order, { order_id: 'ord_1', amount: 3, currency: 'EUR', mail: 'a@b.co' })).toEqual([]);
  });

  it.each([
    ['a missing member at its own path', { order_id: 'ord_1' }, { path: '/amount', message: 'is required' }],
    [
      'an unknown member at its own path',
      { order_id: 'ord_1', amount: 1, note: 'x' },
      { path: '/note', message: 'is not known here' },
    ],
    ['a type', { order_id: 'ord_1', amount: '9' }, { path: '/amount', message: 'must be number' }],
    ['a bound', { order_id: 'ord_1', amount: -1 }, { path: '/amount', message: 'must be >= 0' }],
    [
      'a choice',
      { order_id: 'ord_1', amount: 1, currency: 'GBP' },
      { path: '/currency', message: 'must be one of "EUR", "USD"' },
    ],
    [
      'a format',
      { order_id: 'ord_1', amount: 1, mail: 'nobody' },
      { path: '/mail', message: 'must be a valid email' },
    ],
    [
      'a pointer that needs escapes',
      { order_id: 'ord_1', amount: 1, 'a/b~c': {} },
      { path: '/a~1b~0c/d', message: 'is required' },
    ],
    [
      'a place inside a list',
      { order_id: 'ord_1', amount: 1, lines: [{ sku: 'a' }, {}] },
      { path: '/lines/1/sku', message: 'is required' },
    ],
    ['the value itself', 'text', { path: '', message: 'must be object' }],
  ])('names %s', (_what, value, expected) => {
    expect(problems(order, value)).toContainEqual(expected);
  });

  it('names all problems at once', () => {
    expect(problems(order, { order_id: 'x', note: 1 }).map((problem) => problem.path)).toEqual(
      expect.arrayContaining(['/amount', '/note', '/order_id']),
    );
  });

  it('keeps patterns of one schema apart', () => {
    const schema = { properties: { a: { pattern: '^a' }, b: { pattern: '^b' } } };
    expect(problems(schema, { a: 'a', b: 'b' })).toEqual([]);
    expect(problems(schema, { a: 'a', b: 'a' })).toHaveLength(1);
  });

  it('says alternatives of types in one sentence, and other alternatives by what is wrong with each', () => {
    const nullable = { properties: { n: { anyOf: [{ type: 'number' }, { type: 'null' }] } } };
    expect(problems(nullable, { n: 'x' })).toEqual([{ path: '/n', message: 'must be number or null' }]);
    const either = { anyOf: [{ required: ['a'] }, { required: ['b'] }] };
    expect(problems(either, {})).toEqual([
      { path: '/a', message: 'is required' },
      { path: '/b', message: 'is required' },
    ]);
  });

  it('takes no inherited member for one that is there', () => {
    expect(problems({ required: ['constructor'] }, {})).toEqual([
      { path: '/constructor', message: 'is required' },
    ]);
  });

  it('changes nothing in the value', () => {
    const value = {};
    expect(problems({ properties: { a: { default: 1 } } }, value)).toEqual([]);
    expect(value).toEqual({});
  });

  it.each([
    ['too large', 'x'.repeat(3 * 1024 * 1024), /larger than/],
    ['too long', Array.from({ length: 2_000_000 }, () => 0), /larger than/],
    ['no JSON', { when: new Map(), f: () => 1 }, /not JSON/],
    ['broken Unicode', { a: ['\ud800'] }, /not valid Unicode/],
    ['broken Unicode in a key', { '\udc00': 1 }, /not valid Unicode/],
    ['not a number', { n: Number.NaN }, /not JSON/],
  ])('refuses a value that is %s', (_what, value, why) => {
    expect(problems({}, value)[0]?.message).toMatch(why);
  });

  it('refuses a value that is nested too deep, without overflowing', () => {
    const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
    expect(problems({}, deep)[0]?.message).toMatch(/deeper/);
  });

  it('stops at the first error of a large value', () => {
    const schema = { items: { type: 'object', required: ['a', 'b'] } };
    expect(
      problems(
        schema,
        Array.from({ length: 100_000 }, () => ({})),
      ),
    ).toEqual([{ path: '/0/a', message: 'is required' }]);
  });

  it('gives up on a pattern that explodes', () => {
    const schema = { items: { pattern: '^(a+)+$' } };
    const evil = Array.from({ length: 1_000 }, () => `${'a'.repeat(60)}!`);
    const startedAt = performance.now();
    expect(problems(schema, evil)[0]?.message).toMatch(/took more than/);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it('lets nothing fit a schema that can not be used', () => {
    expect(problems({ type: 'strin' }, 'x')[0]?.message).toMatch(/schema is not valid/);
    expect(problems({ $async: true, type: 'string' }, 1)[0]?.message).toMatch(/asynchronous/);
  });

  it('keeps two schemas of one $id apart', () => {
    expect(problems({ $id: 'https://a.test/s', type: 'string' }, 'x')).toEqual([]);
    expect(problems({ $id: 'https://a.test/s', type: 'number' }, 1)).toEqual([]);
  });

  it('resolves nothing that another schema has defined', () => {
    const properties = { p: { $ref: 'https://inner.test/a' } };
    const defining = (type: string) => ({ properties, $defs: { a: { $id: 'https://inner.test/a', type } } });
    expect(problems(defining('string'), { p: 1 })).toEqual([{ path: '/p', message: 'must be string' }]);
    expect(problems(defining('number'), { p: 'x' })).toEqual([{ path: '/p', message: 'must be number' }]);
    expect(validator.check({ properties })).toHaveLength(1);
  });

  it('follows a recursive schema', () => {
    const schema = { properties: { next: { $ref: '#' }, n: { type: 'number' } } };
    expect(problems(schema, { next: { next: { n: 'x' } } })).toEqual([
      { path: '/next/next/n', message: 'must be number' },
    ]);
  });

  it('still answers after more schemas than it keeps', () => {
    const small = new AjvValidator();
    for (let i = 0; i < 600; i += 1) small.check({ const: i });
    expect(small.validate({ const: 0 }, 0)).toEqual([]);
    expect(small.validate({ const: 0 }, 1)).toHaveLength(1);
  });
});

describe('check', () => {
  it.each([
    ['an empty one', {}],
    ['unknown keywords', { type: 'object', 'x-widget': 'area', properties: { a: { example: 1 } } }],
    ['local references', { $defs: { id: { type: 'string' } }, properties: { id: { $ref: '#/$defs/id' } } }],
    ['older local references', { definitions: { id: {} }, properties: { id: { $ref: '#/definitions/id' } } }],
    ['a recursive one', { properties: { next: { $ref: '#' } } }],
    ['an unknown format', { type: 'string', format: 'iban' }],
  ])('accepts %s', (_what, schema) => {
    expect(validator.check(schema)).toEqual([]);
  });

  it.each([
    ['a wrong type', { properties: { a: { type: 'strin' } } }, '/properties/a/type'],
    ['a wrong bound', { minLength: -1 }, '/minLength'],
    ['a required that is no list', { required: 'a' }, '/required'],
    ['a remote reference', { $ref: 'https://evil.test/schema.json' }, ''],
    ['a reference to nothing', { $ref: '#/$defs/none' }, ''],
    ['an invalid pattern', { pattern: '(' }, ''],
    ['a pattern that is too long', { pattern: 'a'.repeat(501) }, ''],
    ['an asynchronous one', { properties: { a: { $async: true } } }, ''],
    ['one that is too large', { description: 'x'.repeat(200_000) }, ''],
  ])('refuses %s', (_what, schema, path) => {
    const found = validator.check(schema);
    expect(found.map((problem) => problem.path)).toContain(path);
    expect(found[0]?.message).not.toBe('');
  });
});
