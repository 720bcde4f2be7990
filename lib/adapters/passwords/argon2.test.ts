import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import {
  hashPassword,
  MAX_PASSWORD_BYTES,
  needsRehash,
  PasswordTooLongError,
  verifyPassword,
} from './argon2';

describe('hashPassword', () => {
  it('makes argon2id hashes at the price that OWASP asks for, each with its own salt', async () => {
    const [one, two] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22,}\$[A-Za-z0-9+/]{43}$/);
    expect(two).not.toBe(one);
    expect(needsRehash(one)).toBe(false);
  });

  it('refuses a password beyond its bound', async () => {
    await expect(hashPassword('x'.repeat(MAX_PASSWORD_BYTES + 1))).rejects.toBeInstanceOf(
      PasswordTooLongError,
    );
  });
});

describe('verifyPassword', () => {
  it('knows the password and no other', async () => {
    const phc = await hashPassword('correct horse');
    expect(await verifyPassword(phc, 'correct horse')).toBe(true);
    expect(await verifyPassword(phc, 'correct horse ')).toBe(false);
    expect(await verifyPassword(phc, '')).toBe(false);
  });

  it('takes one password for one, however its letters are composed', async () => {
    const phc = await hashPassword('caf\u00e9-caf\u00e9');
    expect(await verifyPassword(phc, 'cafe\u0301-cafe\u0301')).toBe(true);
  });

  it.each(['', 'plain', '$argon2id$v=19$broken', '$2b$10$abcdefghijklmnopqrstuv'])(
    'says no to the unreadable hash %j',
    async (phc) => {
      expect(await verifyPassword(phc, 'x')).toBe(false);
    },
  );

  it('says no to an unknown user, after the same work, whatever is tried', async () => {
    expect(await verifyPassword(null, 'no user has this password')).toBe(false);
    const phc = await hashPassword('x');
    const timed = async (hash: string | null) => {
      const startedAt = performance.now();
      for (let i = 0; i < 5; i += 1) await verifyPassword(hash, 'y');
      return performance.now() - startedAt;
    };
    // A factor of ten: machines are noisy, and skipping the work would be a factor of thousands.
    expect(await timed(null)).toBeGreaterThan((await timed(phc)) / 10);
  });

  it('refuses a password beyond the bound without hashing it', async () => {
    const phc = await hashPassword('x');
    expect(await verifyPassword(phc, 'x'.repeat(10_000_000))).toBe(false);
  });
});

describe('needsRehash', () => {
  it.each(['$argon2id$v=19$m=4096,t=3,p=1$abc$def', '$argon2i$v=19$m=19456,t=2,p=1$abc$def', '$2b$10$x'])(
    'asks for a new hash in place of %s',
    (phc) => {
      expect(needsRehash(phc)).toBe(true);
    },
  );
});
