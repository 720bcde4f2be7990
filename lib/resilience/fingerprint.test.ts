import { describe, expect, it } from 'vitest';
import { type FailureCause, fingerprintOf, normalisedMessage } from './fingerprint';

/** FNV-1a, twice over: enough to tell the texts of this file apart. */
function hash(text: string): string {
  const digest = (seed: number) => {
    let value = seed;
    for (const letter of text) value = Math.imul(value ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
    return value.toString(16).padStart(8, '0');
  };
  return digest(0x811c9dc5) + digest(0x01234567);
}
const of = (message: string, over: Partial<FailureCause> = {}) =>
  fingerprintOf({ code: 'model_failed', tool: null, model: 'demo', message, ...over }, hash);

describe('a fingerprint', () => {
  it.each([
    ['a number', 'No answer within 5000 ms.', 'No answer within 17.25 ms.'],
    [
      'an id',
      'run 0194f1c2-0000-7000-8000-00000000abcd is gone',
      'run 0194f1c2-0000-7000-8000-00000000ffff is gone',
    ],
    ['a short id', 'order ord-10023a77 refused', 'order ord-99812b03 refused'],
    ['a quoted value', 'The key "A-1" is taken', 'The key "B-22" is taken'],
    ['a quoted value of another kind', "field 'amount' is missing", "field 'order' is missing"],
    ['a time', 'at 2026-01-02T03:04:05.678Z', 'at 2027-11-12T13:14:15.1Z'],
    ['case and blanks', 'No  answer\n', 'no answer'],
  ])('does not tell %s', (_name, one, other) => {
    expect(of(one)).toBe(of(other));
  });

  it('tells code, tool, model and words apart', () => {
    const said = 'http_503: the provider is away';
    const all = [
      of(said),
      of(said, { code: 'poison_step' }),
      of(said, { tool: 'payments.refund', model: null }),
      of(said, { model: 'other' }),
      of('http_401: the provider is away'),
      of('http_503: the provider is busy'),
    ];
    expect(new Set(all).size).toBe(6);
    expect(of(said)).toMatch(/^[0-9a-f]{16}$/);
  });

  it('leaves words and apostrophes alone', () => {
    expect(normalisedMessage("It can't be read, and won't be: “x” is `y`")).toBe(
      'it can\'t be read, and won\'t be: "…" is "…"',
    );
  });
});
