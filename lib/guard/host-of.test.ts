import { describe, expect, it } from 'vitest';
import { hostOf, isHostWithin } from './host-of';

describe('hostOf', () => {
  it.each([
    ['https://Docs.Example.com/a?b#c', 'docs.example.com'],
    ['http://example.com:8080', 'example.com'],
    ['example.com', 'example.com'],
    ['example.com/path', 'example.com'],
    ['//example.com/path', 'example.com'],
    ['https://example.com./x', 'example.com'],
    ['https://bücher.example/', 'xn--bcher-kva.example'],
    ['https://0x7f000001/', '127.0.0.1'],
    ['https://example.com/@someone', 'example.com'],
  ])('reads %s', (text, host) => {
    expect(hostOf(text)).toBe(host);
  });

  it.each([
    '',
    ' https://example.com',
    'https://example.com\t.evil.test',
    'https://example.com\\@evil.test',
    'https://example.com@evil.test/',
    'example.com@evil.test',
    'https://example.com#@evil.test',
    'https://example.com?@evil.test/',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://',
    'not a host',
  ])('names no host in %j', (text) => {
    expect(hostOf(text)).toBeNull();
  });

  it('takes what stands below a host for allowed, and nothing that only ends alike', () => {
    expect(isHostWithin('api.example.com', 'example.com')).toBe(true);
    expect(isHostWithin('example.com', 'example.com')).toBe(true);
    expect(isHostWithin('evilexample.com', 'example.com')).toBe(false);
    expect(isHostWithin('example.com.evil.test', 'example.com')).toBe(false);
  });
});
