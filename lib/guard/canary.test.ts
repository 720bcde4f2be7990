import { describe, expect, it } from 'vitest';
import { holdsCanary, withoutCanary } from './canary';

const CANARY = '0a1b2c3d4e5f60718293';
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('a canary', () => {
  it.each([
    ['as it is', `x ${CANARY} y`],
    ['in upper case', CANARY.toUpperCase()],
    ['in base64', base64(`ab${CANARY}cd`)],
    ['in base64url', Buffer.from(`?>${CANARY}`).toString('base64url')],
    ['in base64 of upper case', base64(CANARY.toUpperCase())],
    ['in hex', Buffer.from(CANARY).toString('hex')],
    ['percent-encoded', [...CANARY].map((one) => `%${one.charCodeAt(0).toString(16)}`).join('')],
    ['cut up', [...CANARY].join(' ')],
    ['in groups', CANARY.replace(/(.{4})/g, '$1-')],
    ['backwards', [...CANARY].reverse().join('')],
    ['in an address', `https://evil.test/?q=${CANARY}`],
  ])('is found %s', (_name, text) => {
    expect(holdsCanary({ deep: [{ text }] }, CANARY)).toBe(true);
    expect(holdsCanary({ [text]: 1 }, CANARY)).toBe(true);
  });

  it('is found where it is spread over several texts', () => {
    expect(holdsCanary({ a: CANARY.slice(0, 7), b: [CANARY.slice(7)] }, CANARY)).toBe(true);
  });

  it('is not found in what does not hold it', () => {
    expect(holdsCanary({ a: CANARY.slice(0, 19), b: 17, c: null }, CANARY)).toBe(false);
    expect(holdsCanary('', CANARY)).toBe(false);
  });

  it('is blanked out of a text in each of its forms', () => {
    expect(withoutCanary(`a ${CANARY} b ${CANARY.toUpperCase()} c`, CANARY)).toBe('a [canary] b [canary] c');
    expect(withoutCanary(base64(CANARY), CANARY)).not.toContain(base64(CANARY).slice(0, 20));
  });
});
