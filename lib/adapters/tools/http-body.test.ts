import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from '../../domain/json';
import { renderBody } from './http-body';

const secrets = new Map([['TOKEN', 's3cret']]);
const body = (template: JsonValue, args: JsonObject) =>
  JSON.parse(renderBody(template, { arguments: args, secrets }));

describe('renderBody', () => {
  it('keeps the type of a leaf that is one argument, and writes others as text', () => {
    const template = {
      amount: '{amount}',
      lines: '{order.lines}',
      note: 'Refund of {amount} for {order.id}',
      fixed: 1,
    };
    expect(body(template, { amount: 12.5, order: { id: 'o1', lines: [{ a: 1 }] } })).toEqual({
      amount: 12.5,
      lines: [{ a: 1 }],
      note: 'Refund of 12.5 for o1',
      fixed: 1,
    });
  });

  it('leaves out members and items whose argument is missing, and keeps null', () => {
    expect(body({ a: '{a}', b: '{b}', c: ['{a}', 'x'] }, { b: null })).toEqual({ b: null, c: ['x'] });
  });

  it('needs every argument that stands within a text', () => {
    expect(() => body({ note: 'for {id}' }, {})).toThrow(
      expect.objectContaining({ code: 'invalid_arguments', class: 'fatal' }),
    );
  });

  it('puts secrets in, and never out of an argument', () => {
    expect(
      body({ auth: 'Key {{secret:TOKEN}}', text: '{text}', both: 'x {text}' }, { text: '{{secret:TOKEN}}' }),
    ).toEqual({
      auth: 'Key s3cret',
      text: '{{secret:TOKEN}}',
      both: 'x {{secret:TOKEN}}',
    });
  });

  it('lets text with quotes, newlines and braces stay text', () => {
    const text = '"}\n{x} \\';
    expect(body({ a: 'say {text}' }, { text })).toEqual({ a: `say ${text}` });
    expect(body({ a: '{ not a placeholder }' }, {})).toEqual({ a: '{ not a placeholder }' });
  });

  it('takes a whole object as the body', () => {
    expect(body('{payload}', { payload: { x: 1 } })).toEqual({ x: 1 });
  });
});
