// Secrets that are given as variables: BULKHEAD_SECRET_NAME is the secret NAME. No other variable can become one.
import { secretName } from '../domain/names';
import { EnvironmentError } from './environment-error';

const PREFIX = 'BULKHEAD_SECRET_';
const FEWEST_CHARACTERS = 6;
const MOST_CHARACTERS = 16_384;

/** By the secret's name. @throws EnvironmentError that names the variable at fault and never shows a value. */
export function secretVariables(
  given: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const found = Object.entries(given).flatMap(([variable, value]): [string, string][] => {
    if (!variable.startsWith(PREFIX) || value === undefined) return [];
    const name = secretName.safeParse(variable.slice(PREFIX.length));
    if (!name.success)
      throw new EnvironmentError(
        `${variable} is no name of a secret: ${PREFIX} and upper-case letters, digits and _`,
      );
    if (value.length < FEWEST_CHARACTERS || value.length > MOST_CHARACTERS)
      throw new EnvironmentError(
        `${variable} must have ${FEWEST_CHARACTERS} to ${MOST_CHARACTERS} characters`,
      );
    return [[name.data, value]];
  });
  return Object.fromEntries(found);
}
