// Every named field of a schema becomes a row, with its bounds in words; what a row can't say is pointed out.
import { describe, expect, it } from 'vitest';
import { schemaRows } from './schema-rows';

describe('schemaRows', () => {
  it('reads fields, nested ones and entries of lists', () => {
    const rows = schemaRows({
      type: 'object',
      required: ['order'],
      properties: {
        order: {
          type: 'object',
          properties: { total: { type: 'number', exclusiveMinimum: 0, maximum: 500, description: 'In EUR' } },
          required: ['total'],
        },
        lines: {
          type: 'array',
          maxItems: 3,
          items: { type: 'object', properties: { sku: { type: 'string' } } },
        },
      },
    });
    expect(rows).toEqual([
      { path: 'order', type: 'object', required: true, bounds: '', description: '' },
      {
        path: 'order.total',
        type: 'number',
        required: true,
        bounds: 'above 0, at most 500',
        description: 'In EUR',
      },
      {
        path: 'lines',
        type: 'list of object',
        required: false,
        bounds: 'at most 3 entries',
        description: '',
      },
      { path: 'lines[].sku', type: 'string', required: false, bounds: '', description: '' },
    ]);
  });

  it('says choices, formats, patterns and defaults', () => {
    const rows = schemaRows({
      properties: {
        currency: { enum: ['EUR', 'USD'], default: 'EUR' },
        day: { type: ['string', 'null'], format: 'date', minLength: 1, pattern: '^2' },
        either: { anyOf: [{ type: 'string' }, { type: 'number' }] },
        any: true,
      },
    });
    expect(rows.map(({ type, bounds }) => [type, bounds])).toEqual([
      ['choice', '"EUR" or "USD", "EUR" unless told'],
      ['string or null, date', 'not empty, like ^2'],
      ['anyOf, see the JSON', ''],
      ['anything', ''],
    ]);
  });

  it('has no rows where no fields are named', () => {
    expect(schemaRows({ type: 'object' })).toEqual([]);
    expect(schemaRows(undefined)).toEqual([]);
    const endless = { properties: {} as Record<string, unknown> };
    endless.properties.again = endless;
    expect(schemaRows(endless).length).toBeLessThan(10);
  });
});
