import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../domain/json';
import { parseUrlTemplate, renderUrl } from './http-url';

const secrets = new Map([
  ['TOKEN', 'a b&c'],
  ['HOOK', 'T0/B1/x?y'],
]);
const url = (template: string, args: JsonObject = {}, query: JsonObject = {}, key?: string) =>
  renderUrl(template, { arguments: args, secrets, ...(key === undefined ? {} : { key }) }, query);

describe('renderUrl', () => {
  it.each<[string, string, JsonObject, string]>([
    ['a plain URL', 'https://a.test/x', {}, 'https://a.test/x'],
    ['a missing path', 'https://a.test', {}, 'https://a.test/'],
    [
      'a value in a path',
      'https://a.test/o/{id}/r',
      { id: 'ord 1/ü?#&' },
      'https://a.test/o/ord%201%2F%C3%BC%3F%23%26/r',
    ],
    ['a nested value', 'https://a.test/{order.id}', { order: { id: 7 } }, 'https://a.test/7'],
    [
      'a value in a query',
      'https://a.test/s?q={q}&p=1',
      { q: 'a&b=c +' },
      'https://a.test/s?q=a%26b%3Dc%20%2B&p=1',
    ],
    ['part of a query value', 'https://a.test/s?q=id:{id}', { id: 'x y' }, 'https://a.test/s?q=id:x%20y'],
    ['a list in a query', 'https://a.test/s?t={t}', { t: ['a', 'b c'] }, 'https://a.test/s?t=a&t=b%20c'],
    ['a missing parameter', 'https://a.test/s?a={a}&b=1', {}, 'https://a.test/s?b=1'],
    ['a null parameter', 'https://a.test/s?a={a}', { a: null }, 'https://a.test/s'],
    ['false and zero', 'https://a.test/s?a={a}&b={b}', { a: false, b: 0 }, 'https://a.test/s?a=false&b=0'],
    ['a secret in a query', 'https://a.test/s?k={{secret:TOKEN}}', {}, 'https://a.test/s?k=a%20b%26c'],
    ['a secret in a path', 'https://a.test/h/{{secret:HOOK}}', {}, 'https://a.test/h/T0/B1/x%3Fy'],
    ['braces that are no placeholder', 'https://a.test/{not a path}', {}, 'https://a.test/{not a path}'],
  ])('fills %s', (_what, template, args, expected) => {
    expect(url(template, args)).toBe(expected);
  });

  it('appends arguments by their names', () => {
    const query = { a: 'x y', list: [1, 2], deep: { b: 1 }, none: null, flag: true };
    expect(url('https://a.test/s?p=1', {}, query)).toBe(
      'https://a.test/s?p=1&a=x%20y&list=1&list=2&deep=%7B%22b%22%3A1%7D&flag=true',
    );
  });

  it('fills {key} with the effect key in a look-up, whatever the arguments say', () => {
    expect(url('https://a.test/r?key={key}', { key: 'evil' }, {}, 'run:1')).toBe(
      'https://a.test/r?key=run%3A1',
    );
  });

  it.each([
    ['..', 'https://a.test/o/{id}/items'],
    ['.', 'https://a.test/o/{id}'],
    ['.', 'https://a.test/o/.{id}/items'],
  ])('does not let %j leave its place in %s', (id, template) => {
    expect(() => url(template, { id })).toThrow(/dot segment/);
  });

  it('keeps an encoded dot segment a plain value', () => {
    expect(new URL(url('https://a.test/o/{id}', { id: '%2e%2e' })).pathname).toBe('/o/%252e%252e');
  });

  it('does not turn a member into its collection', () => {
    expect(() => url('https://a.test/orders/{id}', { id: '' })).toThrow(/must not be empty/);
  });

  it.each([
    ['is needed and missing', {}],
    ['is needed and missing', { id: null }],
    ['must be a text', { id: { a: 1 } }],
    ['must be a text', { id: [1] }],
    ['not valid Unicode', { id: '\ud800' }],
    ['is needed and missing', { constructor: 1 }],
  ])('says that an argument %s', (why, args) => {
    expect(() => url('https://a.test/{id}', args as JsonObject)).toThrow(why);
  });

  it('does not read an argument as a template', () => {
    expect(url('https://a.test/{id}?x={x}', { id: '{{secret:TOKEN}}', x: '{id}' })).toBe(
      'https://a.test/%7B%7Bsecret%3ATOKEN%7D%7D?x=%7Bid%7D',
    );
  });
});

describe('parseUrlTemplate', () => {
  it.each([
    'https://{host}/x',
    'https://a.test:{port}/x',
    '{url}',
    '{{secret:URL}}',
    'https://{{secret:HOST}}/',
    'ftp://a.test/',
    '/relative',
    'https://a.test/x#frag',
    'https://a.test\\@evil.test/',
    'https:///x',
  ])('refuses %s', (template) => {
    expect(parseUrlTemplate(template)).toBeNull();
    expect(() => url(template, { host: 'evil.test', port: 1, url: 'https://a.test' })).toThrow(
      expect.objectContaining({ code: 'template_invalid', class: 'fatal' }),
    );
  });
});
