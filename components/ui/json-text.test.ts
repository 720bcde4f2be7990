// JSON as text: order is no difference, nothing is lost.
import { describe, expect, it } from 'vitest';
import { foldedText, jsonKind, jsonText, opensAtFirst } from './json-text';

describe('jsonText', () => {
  it('sorts keys at every depth when asked', () => {
    expect(jsonText({ b: [{ d: 1, c: 2 }], a: null }, { sorted: true })).toBe(
      jsonText({ a: null, b: [{ c: 2, d: 1 }] }),
    );
    expect(jsonText({ b: 1, a: 2 })).toBe('{\n  "b": 1,\n  "a": 2\n}');
    expect(jsonText(undefined)).toBe('');
  });
});

describe('tree', () => {
  it('names kinds and folded branches', () => {
    expect([null, [], {}, 'a', 1, true].map(jsonKind)).toEqual([
      'null',
      'array',
      'object',
      'string',
      'number',
      'boolean',
    ]);
    expect(foldedText([1])).toBe('1 item');
    expect(foldedText({ a: 1, b: 2 })).toBe('2 keys');
  });

  it('opens what is near or short', () => {
    const long = Array.from({ length: 30 }, () => 0);
    expect(opensAtFirst(long, 1)).toBe(true);
    expect(opensAtFirst(long, 2)).toBe(false);
    expect(opensAtFirst([1], 3)).toBe(true);
    expect(opensAtFirst([1], 6)).toBe(false);
  });
});
