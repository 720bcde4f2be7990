// A sample fits what its schema asks for and leaves out what is optional.
import { describe, expect, it } from 'vitest';
import { sampleInput } from './sample-input';

describe('sampleInput', () => {
  it('fills what is required by what the schema offers, else by type', () => {
    const schema = {
      type: 'object',
      required: ['day', 'lines', 'order', 'amount', 'currency', 'tags', 'express', 'to'],
      properties: {
        day: { type: 'string', format: 'date', title: 'Day' },
        lines: { type: 'array', minItems: 1, items: { type: 'integer' } },
        order: { type: 'string', examples: ['ORD-1'] },
        amount: { type: 'number', minimum: 5 },
        currency: { enum: ['EUR', 'USD'] },
        tags: { type: 'array', items: { type: 'string' } },
        express: { type: 'boolean' },
        to: { type: 'object', required: ['city'], properties: { city: { type: 'string', title: 'City' } } },
        note: { type: 'string' },
      },
    };
    expect(sampleInput(schema)).toEqual({
      day: '2026-01-31',
      lines: [1],
      order: 'ORD-1',
      amount: 5,
      currency: 'EUR',
      tags: [],
      express: false,
      to: { city: 'city' },
    });
  });
  it('has an empty object for what says nothing', () => {
    expect(sampleInput(undefined)).toEqual({});
    expect(sampleInput(true)).toEqual({});
  });
});
