// What is wrong with something that is about to be sent out and holds a registered secret. Names it, never shows it.
import 'server-only';
import type { Problem } from '../../domain/errors';
import type { JsonValue } from '../../domain/json';
import { secretsIn } from '../../guard/secret-rule';
import type { App } from '../app';

export function secretProblems(
  { redactor }: Pick<App, 'redactor'>,
  path: string,
  value: JsonValue,
): Problem[] {
  return secretsIn(value, redactor).map((name) => ({
    path,
    message: `holds the secret ${name}, or the mark that stands for it: it may not be sent`,
  }));
}
