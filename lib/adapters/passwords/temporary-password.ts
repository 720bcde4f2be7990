// Makes passwords that are told once and typed once: nobody can guess them, and no letter is taken for another.
import { randomInt } from 'node:crypto';

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 4;
const GROUP_LENGTH = 5;

/** `xxxxx-xxxxx-xxxxx-xxxxx`: 99 random bits. */
export function newTemporaryPassword(): string {
  const letter = () => LETTERS[randomInt(LETTERS.length)] ?? '';
  const group = () => Array.from({ length: GROUP_LENGTH }, letter).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}
