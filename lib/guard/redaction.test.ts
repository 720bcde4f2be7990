import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor } from './redaction';

const VALUE = 'sk-live/+"9x? é\\';
const redactor = createRedactor([{ name: 'PAY_KEY', value: VALUE }]);
const MARK = '[secret:PAY_KEY]';
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('createRedactor', () => {
  it.each([
    ['raw', `Bearer ${VALUE}!`],
    ['in JSON', JSON.stringify({ key: VALUE })],
    ['percent-encoded', `https://x/?k=${encodeURIComponent(VALUE)}`],
    ['percent-encoded in lower case', encodeURIComponent(VALUE).toLowerCase()],
    ['as a form field', new URLSearchParams({ k: VALUE }).toString()],
    ['hex', Buffer.from(VALUE).toString('hex')],
    ['upper hex', Buffer.from(VALUE).toString('hex').toUpperCase()],
    ['base64', base64(VALUE)],
    ['base64url', Buffer.from(VALUE).toString('base64url')],
    ['base64 after one byte', base64(`:${VALUE}`)],
    ['base64 after two bytes', base64(`a:${VALUE}@host`)],
    ['base64 of Basic credentials', `Basic ${base64(`user:${VALUE}`)}`],
  ])('takes the value out: %s', (_name, text) => {
    const redacted = redactor.redactText(text);
    expect(redacted).toContain(MARK);
    expect(redacted.length).toBeLessThan(text.length + MARK.length);
  });

  it('reaches every string and key', () => {
    const redacted = redactor.redact({ list: [{ [VALUE]: VALUE }], n: 1, none: null });
    expect(redacted).toEqual({ list: [{ [MARK]: MARK }], n: 1, none: null });
  });

  it('loses no member when two keys become one', () => {
    expect(Object.values(redactor.redact({ [VALUE]: 1, [base64(VALUE)]: 2 }))).toEqual([1, 2]);
  });

  it('takes the longest first and leaves short values alone', () => {
    const both = createRedactor([
      { name: 'SHORT', value: 'abc' },
      { name: 'INNER', value: 'secret' },
      { name: 'OUTER', value: 'secret-and-more' },
    ]);
    expect(both.redactText('abc secret-and-more secret')).toBe('abc [secret:OUTER] [secret:INNER]');
  });

  it('changes nothing the second time, even for a secret that reads like the mark', () => {
    const odd = createRedactor([{ name: 'ODD', value: 'secret' }]);
    const once = odd.redactText('a secret here');
    expect(odd.redactText(once)).toBe(once);
  });

  const secret = fc.string({ minLength: 6, maxLength: 40, unit: 'grapheme' }).filter((s) => s.isWellFormed());
  it('leaves no form of any secret, wherever it stands', () => {
    fc.assert(
      fc.property(
        secret,
        fc.string({ maxLength: 5 }),
        fc.string({ maxLength: 5 }),
        (value, before, after) => {
          // A secret that is part of the mark would be found in the mark itself.
          fc.pre(!'[secret:S]'.includes(value) && !value.includes('secret'));
          const { redactText, redact, namesIn } = createRedactor([{ name: 'S', value }]);
          const whole = Buffer.from(`${before}${value}${after}`);
          const texts = [
            `${before}${value}${after}`,
            whole.toString('base64'),
            whole.toString('hex'),
            encodeURIComponent(value),
          ];
          for (const text of texts) expect(redactText(text)).toContain('[secret:S]');
          for (const text of texts) expect(namesIn([{ a: text }])).toEqual(['S']);
          expect(namesIn({ [value]: 1 })).toEqual(['S']);
          expect(redactText(`${before}${value}${after}`)).not.toContain(value);
          const nested = redact({ a: [value], [value]: { b: value } });
          expect(JSON.stringify(nested)).toBe('{"a":["[secret:S]"],"[secret:S]":{"b":"[secret:S]"}}');
          expect(redact(nested)).toEqual(nested);
        },
      ),
    );
  });

  it('leaves everything else as it was', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const json = JSON.parse(JSON.stringify(value));
        const redactor = createRedactor([{ name: 'S', value: 'no-such-text-anywhere' }]);
        expect(redactor.redact(json)).toEqual(json);
        expect(redactor.namesIn(json)).toEqual([]);
      }),
    );
  });
});
