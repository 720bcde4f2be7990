// The form and the JSON are one draft: a field changes its own place and nothing else.
import { describe, expect, it } from 'vitest';
import { numberText, readText, textWith, typedNumber, valueAt, withValueAt } from './draft-value';

describe('the draft', () => {
  it('changes one place and keeps what the form does not know', () => {
    const text = '{"kind":"http","http":{"method":"GET","url":"a","rare":1},"unknown":true}';
    const next = textWith(text, ['http', 'url'], 'b');
    expect(JSON.parse(next)).toEqual({
      kind: 'http',
      http: { method: 'GET', url: 'b', rare: 1 },
      unknown: true,
    });
    expect(Object.keys(JSON.parse(next))).toEqual(['kind', 'http', 'unknown']);
  });

  it('makes what is missing and takes away what is emptied', () => {
    expect(withValueAt({}, ['lookup', 'url'], 'x')).toEqual({ lookup: { url: 'x' } });
    expect(withValueAt({ keyTemplate: 'k', effect: 'read' }, ['keyTemplate'], undefined)).toEqual({
      effect: 'read',
    });
    expect(valueAt({ http: { url: 'x' } }, ['http', 'url'])).toBe('x');
    expect(valueAt({ http: [] }, ['http', 'url'])).toBeUndefined();
  });

  it('leaves a text alone that says no object', () => {
    expect(textWith('{"a":', ['a'], 1)).toBe('{"a":');
    expect(readText('{"a":')).toMatchObject({
      ok: false,
      message: expect.stringContaining('Not valid JSON'),
    });
    expect(readText('[1]')).toMatchObject({ ok: false });
  });
});

describe('a typed number', () => {
  it.each([
    ['500', 500],
    ['-1', -1],
    ['1.', '1.'],
    ['1e', '1e'],
    ['007', '007'],
    [' ', ' '],
    ['', undefined],
  ])('%j is %j, and reads back as it was typed', (text, value) => {
    expect(typedNumber(text)).toBe(value);
    expect(numberText(value)).toBe(text);
  });
});
