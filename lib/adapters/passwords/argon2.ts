// Hashes and verifies passwords with argon2id; refuses passwords that are too long to be hashed at the usual price.
import { hash, type Options, verify } from '@node-rs/argon2';

/** OWASP's password storage cheat sheet: argon2id, 19 MiB, 2 passes, 1 lane. */
const OPTIONS: Options = {
  // The package's `Algorithm.Argon2id`; a const enum can't be imported into isolated modules.
  algorithm: 2,
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
  outputLen: 32,
};

export const MAX_PASSWORD_BYTES = 1_024;

export class PasswordTooLongError extends Error {
  override readonly name = 'PasswordTooLongError';
}

/** One spelling for one password, whichever way its letters were composed (RFC 8265). */
function normalised(password: string): string {
  return password.normalize('NFC');
}

function isTooLong(password: string): boolean {
  return Buffer.byteLength(password) > MAX_PASSWORD_BYTES;
}

/** @returns the PHC string, with a salt of its own. @throws PasswordTooLongError beyond 1 024 bytes. */
export async function hashPassword(password: string): Promise<string> {
  const text = normalised(password);
  if (isTooLong(text)) throw new PasswordTooLongError(`at most ${MAX_PASSWORD_BYTES} bytes`);
  return hash(text, OPTIONS);
}

let decoy: Promise<string> | undefined;

/**
 * Whether the password belongs to the hash. With no hash (no such user) it takes as long and says no, so that the time doesn't tell
 * who exists. A hash that can't be read is a no.
 */
export async function verifyPassword(phc: string | null, password: string): Promise<boolean> {
  const text = normalised(password);
  if (isTooLong(text)) return false;
  decoy ??= hash('no user has this password', OPTIONS);
  try {
    return (await verify(phc ?? (await decoy), text)) && phc !== null;
  } catch {
    return false;
  }
}

/** Whether a hash was made at another price than today's, and should be made anew at the next sign-in. */
export function needsRehash(phc: string): boolean {
  return !/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/.test(phc);
}
