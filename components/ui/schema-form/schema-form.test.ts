// A schema becomes fields, fields become a value that fits, and every misfit is said where it stands.
import { describe, expect, it } from 'vitest';
import { draftAt, draftOf, readDraft, withDraft } from './draft';
import { placeErrors } from './place-errors';
import { pointerOf, tokensOf } from './pointer';
import { labelOf, rootField } from './schema-fields';

const schema = {
  type: 'object',
  required: ['orderId', 'amount', 'reason', 'lines'],
  properties: {
    orderId: { type: 'string', pattern: '^ORD-\\d+$', description: 'As on the invoice' },
    amount: { type: 'number', exclusiveMinimum: 0, maximum: 2000 },
    pieces: { type: 'integer', minimum: 1 },
    reason: { enum: ['damaged', 'late', 'other'] },
    express: { type: 'boolean' },
    tags: { type: 'array', items: { type: 'string', minLength: 2 }, uniqueItems: true, maxItems: 2 },
    lines: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['sku'],
        properties: { sku: { type: 'string' }, count: { type: 'integer' } },
      },
    },
    delivered: { type: 'string', format: 'date' },
    note: { anyOf: [{ type: 'string' }, { type: 'null' }] },
    address: { type: 'object', required: ['city'], properties: { city: { type: 'string' } } },
    extra: { type: 'object', additionalProperties: { type: 'string' } },
  },
};
const root = rootField(schema);
const blank = draftOf(root);
const filled = [
  [['orderId'], 'ORD-1'],
  [['amount'], '900.50'],
  [['reason'], '"late"'],
  [['lines', 0, 'sku'], 'A-1'],
] as const;
const good = filled.reduce((draft, [at, text]) => withDraft(draft, at, text), blank);
const messages = (draft: typeof blank): Record<string, string> =>
  Object.fromEntries(readDraft(root, draft).problems.map(({ path, message }) => [path, message]));

describe('rootField', () => {
  it('finds the kind of every property', () => {
    const kinds = root.kind === 'object' ? root.fields.map((field) => [field.name, field.kind]) : [];
    expect(Object.fromEntries(kinds)).toEqual({
      orderId: 'string',
      amount: 'number',
      pieces: 'number',
      reason: 'choice',
      express: 'boolean',
      tags: 'list',
      lines: 'list',
      delivered: 'string',
      note: 'string',
      address: 'object',
      extra: 'json',
    });
  });

  it('keeps what no form can say as JSON', () => {
    expect(rootField({ anyOf: [{ type: 'string' }, { type: 'number' }] }).kind).toBe('json');
    expect(rootField(undefined).kind).toBe('json');
    expect(rootField({ type: 'string' }).kind).toBe('json');
  });

  it('reads names as words', () => {
    expect(labelOf('orderId')).toBe('Order id');
    expect(labelOf('amount_minor')).toBe('Amount minor');
  });
});

describe('readDraft', () => {
  it('gives the value, with optional blanks left out and numbers as numbers', () => {
    expect(readDraft(root, good)).toEqual({
      value: { orderId: 'ORD-1', amount: 900.5, reason: 'late', lines: [{ sku: 'A-1' }] },
      problems: [],
    });
  });

  it('asks for every required field, and starts lists that need entries with one', () => {
    expect(messages(blank)).toEqual({
      '/orderId': 'Required',
      '/amount': 'Required',
      '/reason': 'Required',
      '/lines/0/sku': 'Required',
    });
  });

  it.each([
    [['orderId'], '12', 'Must match ^ORD-\\d+$'],
    [['amount'], '0', 'More than 0'],
    [['amount'], '2001', 'At most 2000'],
    [['amount'], '1e', 'A number'],
    [['pieces'], '1.5', 'A whole number'],
    [['pieces'], '0', 'At least 1'],
    [['pieces'], '99999999999999999999', 'A smaller number'],
    [['delivered'], '2026-02-30', 'A date as 2026-11-19'],
    [['lines', 0, 'count'], 'x', 'A whole number'],
  ] as const)('%j = %j: %s', (at, text, message) => {
    expect(messages(withDraft(good, at, text))).toEqual({ [pointerOf(at)]: message });
  });

  it('judges lists as a whole and entry by entry', () => {
    expect(messages(withDraft(good, ['tags'], ['ab', 'ab']))).toEqual({
      '/tags': 'Entries must differ from each other',
    });
    expect(messages(withDraft(good, ['tags'], ['ab', 'c', 'de']))).toEqual({
      '/tags': 'At most 2 entries',
      '/tags/1': 'At least 2 characters',
    });
    expect(messages(withDraft(good, ['lines'], []))).toEqual({ '/lines': 'At least 1 entry' });
  });

  it('wants the whole of an optional object once it is begun', () => {
    const address = rootField({
      type: 'object',
      properties: {
        address: {
          type: 'object',
          required: ['city'],
          properties: { city: { type: 'string' }, zip: { type: 'string' } },
        },
      },
    });
    const begun = withDraft(draftOf(address), ['address', 'zip'], '10115');
    expect(readDraft(address, draftOf(address))).toEqual({ value: {}, problems: [] });
    expect(readDraft(address, begun).problems).toEqual([{ path: '/address/city', message: 'Required' }]);
  });

  it('reads a map as JSON and says where it breaks', () => {
    expect(readDraft(root, withDraft(good, ['extra'], '{"a":"b"}')).value).toMatchObject({
      extra: { a: 'b' },
    });
    expect(messages(withDraft(good, ['extra'], '{'))['/extra']).toMatch(/^Not valid JSON/);
  });

  it('keeps a box that was never touched out, and false once it was', () => {
    expect(readDraft(root, good).value).not.toHaveProperty('express');
    expect(readDraft(root, withDraft(good, ['express'], false)).value).toMatchObject({ express: false });
  });

  it('turns a value into a draft and back without loss', () => {
    const value = {
      orderId: 'ORD-9',
      amount: 12,
      reason: 'damaged',
      express: true,
      tags: ['ab', 'cd'],
      lines: [{ sku: 'A', count: 2 }, { sku: 'B' }],
      delivered: '2026-11-19',
      address: { city: 'Kiel' },
      extra: { a: 'b' },
    };
    expect(readDraft(root, draftOf(root, value))).toEqual({ value, problems: [] });
  });

  it('takes defaults, and the only choice of a required field', () => {
    const field = rootField({
      type: 'object',
      required: ['kind'],
      properties: { kind: { const: 'refund' }, currency: { type: 'string', default: 'EUR' } },
    });
    expect(readDraft(field, draftOf(field)).value).toEqual({ kind: 'refund', currency: 'EUR' });
  });

  it('sends null for an empty required field that may be null', () => {
    const field = rootField({
      type: 'object',
      required: ['note'],
      properties: { note: { type: ['string', 'null'] } },
    });
    expect(readDraft(field, draftOf(field))).toEqual({ value: { note: null }, problems: [] });
  });
});

describe('withDraft', () => {
  it('changes one place and shares the rest', () => {
    const next = withDraft(good, ['lines', 0, 'sku'], 'B-2');
    expect(draftAt(next, ['lines', 0, 'sku'])).toBe('B-2');
    expect(draftAt(good, ['lines', 0, 'sku'])).toBe('A-1');
    expect(draftAt(next, ['tags'])).toBe(draftAt(good, ['tags']));
  });
});

describe('placeErrors', () => {
  it('finds the field by pointer and by dotted name, with the prefix of the request', () => {
    const placed = placeErrors(
      root,
      [
        { path: '/input/amount', message: 'above the limit' },
        { path: 'input.lines[0].sku', message: 'unknown' },
        { path: '/input/tags/1', message: 'not a tag' },
      ],
      '/input',
    );
    expect([...placed.atField]).toEqual([
      ['/amount', 'above the limit'],
      ['/lines/0/sku', 'unknown'],
      ['/tags/1', 'not a tag'],
    ]);
    expect(placed.elsewhere).toEqual([]);
  });

  it('says above the form what fits no field', () => {
    const placed = placeErrors(
      root,
      [
        { path: '/input/surprise', message: 'not allowed' },
        { path: '', message: 'too large' },
      ],
      '/input',
    );
    expect(placed.elsewhere).toEqual(['surprise: not allowed', 'too large']);
  });
});

describe('pointers', () => {
  it('escape and unescape', () => {
    expect(pointerOf(['a/b', 0, 'c~d'])).toBe('/a~1b/0/c~0d');
    expect(tokensOf('/a~1b/0/c~0d')).toEqual(['a/b', '0', 'c~d']);
  });
});
