// What is typed is judged before anything is sent, and null or a list is no set of arguments.
import { describe, expect, it } from 'vitest';
import { readArgumentsText, readJsonText } from './json-draft';

describe('readJsonText', () => {
  it('reads any JSON value', () => {
    expect(readJsonText(' {"a":[1,null]} ')).toEqual({ ok: true, value: { a: [1, null] } });
    expect(readJsonText('"yes"')).toEqual({ ok: true, value: 'yes' });
  });
  it('says what is wrong', () => {
    expect(readJsonText('{a: 1}')).toMatchObject({ ok: false });
    expect(readJsonText('')).toMatchObject({ ok: false });
  });
});

describe('readArgumentsText', () => {
  it.each(['null', '[1]', '"x"', '3'])('refuses %s', (text) => {
    expect(readArgumentsText(text)).toMatchObject({ ok: false, problem: expect.stringContaining('object') });
  });
  it('takes an object', () => {
    expect(readArgumentsText('{"amount":1}')).toEqual({ ok: true, value: { amount: 1 } });
  });
});
