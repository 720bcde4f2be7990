// A password that one person gives another: made here, kept out of records, hashed, and short-lived.
import 'server-only';
import { hashPassword } from '../../adapters/passwords/argon2';
import { newTemporaryPassword } from '../../adapters/passwords/temporary-password';
import type { App } from '../app';

/** Long enough for a week's leave; whoever comes later asks for another one. */
export const GIVEN_PASSWORD_LASTS_MS = 7 * 86_400_000;

export type GivenPassword = { readonly password: string; readonly passwordHash: string };

export async function givePassword({ redactor }: Pick<App, 'redactor'>): Promise<GivenPassword> {
  const password = newTemporaryPassword();
  redactor.learn([{ name: 'TEMPORARY_PASSWORD', value: password }]);
  return { password, passwordHash: await hashPassword(password) };
}
