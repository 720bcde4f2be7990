// Temporary passwords: long enough for the rule they fall under, legible, never twice.
import { expect, it } from 'vitest';
import { newTemporaryPassword } from './temporary-password';

it('are four groups of legible letters, each another one', () => {
  const made = Array.from({ length: 200 }, newTemporaryPassword);
  for (const password of made) expect(password).toMatch(/^[a-hjkmnp-z2-9]{5}(-[a-hjkmnp-z2-9]{5}){3}$/);
  expect(new Set(made).size).toBe(made.length);
});
