// Codes against the vectors of RFC 6238, their time, and the spellings of recovery codes.
import { describe, expect, it } from 'vitest';
import {
  codeAt,
  codeUri,
  newCodeSecret,
  newRecoveryCodes,
  qrPath,
  recoveryCodeIn,
  stepOfCode,
} from './one-time-code';

/** RFC 6238, appendix B: the ASCII secret 12345678901234567890; the last six of its eight digits. */
const RFC = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('one-time codes', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_234_567_890, '005924'],
    [20_000_000_000, '353130'],
  ])('are those of RFC 6238 at %i s', (s, code) => {
    expect(codeAt(RFC, s * 1_000)).toBe(code);
    expect(stepOfCode(RFC, code, s * 1_000)).toBe(Math.floor(s / 30));
  });

  it('are taken one step early or late, and no further', () => {
    const nowMs = 1_700_000_010_000;
    const step = Math.floor(nowMs / 30_000);
    const at = (steps: number) => stepOfCode(RFC, codeAt(RFC, nowMs + steps * 30_000), nowMs);
    expect([-2, -1, 0, 1, 2].map(at)).toEqual([null, step - 1, step, step + 1, null]);
  });

  it.each(['', '28708', '2870822', '28708a', ' 287082', '٢٨٧٠٨٢'])('are six digits: not %j', (code) => {
    expect(stepOfCode(RFC, code, 59_000)).toBeNull();
  });

  it('come from secrets of 160 bits that an app can read', () => {
    const secret = newCodeSecret();
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(secret).not.toBe(newCodeSecret());
    const uri = new URL(codeUri(secret, 'ada@example.com'));
    expect([uri.protocol, uri.searchParams.get('secret'), uri.searchParams.get('issuer')]).toEqual([
      'otpauth:',
      secret,
      'Bulkhead',
    ]);
    const { size, path } = qrPath(uri.href);
    expect(size).toBeGreaterThan(30);
    expect(path).toMatch(/^(M\d+ \d+h1v1h-1z)+$/);
  });
});

describe('recovery codes', () => {
  it('are ten different ones, in one spelling', () => {
    const codes = newRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) {
      expect(code).toMatch(/^[a-z2-7]{4}(-[a-z2-7]{4}){3}$/);
      expect(recoveryCodeIn(` ${code.toUpperCase().replaceAll('-', ' ')} `)).toBe(code);
    }
    expect(new Set(newRecoveryCodes().join('').replaceAll('-', '')).size).toBeGreaterThan(25);
    for (const wrong of ['', '123456', 'abcd-efgh-jklm', 'abcd-efgh-jklm-nop1'])
      expect(recoveryCodeIn(wrong)).toBeNull();
  });
});
