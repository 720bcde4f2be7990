// What failed for good, as a list, by cause, or one.
import 'server-only';
import type { DeadLetterGroup, DeadLetterShape, ListDeadLettersQuery } from '../../contract/dead-letter';
import type { Page } from '../../contract/page';
import { RequestError } from '../../domain/errors';
import {
  listDeadLetterGroups as groups,
  listDeadLetters as letters,
  readDeadLetter,
} from '../../store/read/dead-letters';
import type { App } from '../app';

export function listDeadLetters(
  { db }: Pick<App, 'db'>,
  query: ListDeadLettersQuery,
): Promise<Page<DeadLetterShape>> {
  return letters(db, query);
}

export function listDeadLetterGroups(
  { db }: Pick<App, 'db'>,
  query: ListDeadLettersQuery,
): Promise<Page<DeadLetterGroup>> {
  return groups(db, query);
}

/** @throws RequestError not_found */
export async function requireDeadLetter({ db }: Pick<App, 'db'>, id: string): Promise<DeadLetterShape> {
  const letter = await readDeadLetter(db, id);
  if (letter === null) throw new RequestError('not_found', `There is no dead letter ${id}.`);
  return letter;
}
