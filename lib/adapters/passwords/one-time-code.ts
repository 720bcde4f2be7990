// One-time codes of RFC 6238 as every authenticator app makes them, and the codes that replace them once. Refuses a code of another time.
import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { create } from 'qrcode';

/** What authenticator apps take for granted; another choice is ignored by some of them. */
const ALGORITHM = 'SHA1';
const DIGITS = 6;
const PERIOD_S = 30;
/** A code is taken one step early or late, for clocks that differ and people who type slowly. */
const WINDOW = 1;
/** 160 bits, as RFC 4226 recommends. */
const SECRET_BYTES = 20;
const RECOVERY_CODES = 10;
/** 80 bits: nothing that is guessed, so that a plain hash of it is enough. */
const RECOVERY_BYTES = 10;
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** In base32, as it is typed where a picture can't be taken. */
export function newCodeSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

function totpOf(secret: string, label = ''): TOTP {
  const parts = { algorithm: ALGORITHM, digits: DIGITS, period: PERIOD_S };
  return new TOTP({ issuer: 'Bulkhead', label, secret: Secret.fromBase32(secret), ...parts });
}

/** What an authenticator app reads from the picture. */
export function codeUri(secret: string, label: string): string {
  return totpOf(secret, label).toString();
}

/** The 30 s step that the code belongs to; null for a wrong code or one of another time. */
export function stepOfCode(secret: string, code: string, nowMs: number): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const delta = totpOf(secret).validate({ token: code, timestamp: nowMs, window: WINDOW });
  return delta === null ? null : Math.floor(nowMs / 1_000 / PERIOD_S) + delta;
}

/** For tests and for nothing else: what an app would show. */
export function codeAt(secret: string, nowMs: number): string {
  return totpOf(secret).generate({ timestamp: nowMs });
}

/** `abcd-efgh-jklm-nopq`, ten of them. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    let [bits, value, text] = [0, 0, ''];
    for (const byte of randomBytes(RECOVERY_BYTES)) {
      value = ((value << 8) | byte) & 0xfff;
      bits += 8;
      for (; bits >= 5; bits -= 5) text += BASE32[(value >> (bits - 5)) & 31];
    }
    return text.replace(/(.{4})(?=.)/g, '$1-');
  });
}

/** One spelling for one code; null for what can be none. */
export function recoveryCodeIn(text: string): string | null {
  const plain = text.toLowerCase().replace(/[\s-]/g, '');
  return /^[a-z2-7]{16}$/.test(plain) ? plain.replace(/(.{4})(?=.)/g, '$1-') : null;
}

/** The picture as one path of unit squares in a square of `size`, without its quiet zone. */
export function qrPath(text: string): { readonly size: number; readonly path: string } {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  let path = '';
  for (let y = 0; y < modules.size; y += 1)
    for (let x = 0; x < modules.size; x += 1) if (modules.get(y, x)) path += `M${x} ${y}h1v1h-1z`;
  return { size: modules.size, path };
}
