// What somebody's authenticator app shows, for tests.
import { codeAt } from '../../adapters/passwords/one-time-code';

export function authenticatorCode(secret: string, nowMs: number): string {
  return codeAt(secret, nowMs);
}
