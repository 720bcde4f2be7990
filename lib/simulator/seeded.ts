// Knows how a seed becomes numbers and names; refuses clocks and randomness: same parts, same result.
import { createHash } from 'node:crypto';

function digest(parts: readonly (string | number)[]): Buffer {
  // JSON keeps ['a', 'b'] and ['ab'] apart.
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}

/** A number in [0, 1), evenly spread over the parts. */
export function seededFraction(...parts: (string | number)[]): number {
  return digest(parts).readUIntBE(0, 6) / 2 ** 48;
}

/** A whole number in min…max, both included. */
export function seededInteger(min: number, max: number, ...parts: (string | number)[]): number {
  return min + Math.floor(seededFraction(...parts) * (max - min + 1));
}

/** `length` hexadecimal digits (64 at the most) that stand for the parts. */
export function seededHex(length: number, ...parts: (string | number)[]): string {
  return digest(parts).toString('hex').slice(0, length);
}
