// People as administrators see them.
import 'server-only';
import type { Page } from '../../contract/page';
import type { UserShape } from '../../contract/people';
import { RequestError } from '../../domain/errors';
import { listUsers as list, readUserShape } from '../../store/read/list-users';
import type { App } from '../app';

type Listing = { readonly limit: number; readonly cursor?: string | undefined };

/** By e-mail. */
export function listUsers({ db }: Pick<App, 'db'>, query: Listing): Promise<Page<UserShape>> {
  return list(db, query);
}

/** @throws RequestError not_found */
export async function readUser({ db }: Pick<App, 'db'>, email: string): Promise<UserShape> {
  const user = await readUserShape(db, email);
  if (user === null) throw new RequestError('not_found', `There is no person ${email}.`);
  return user;
}
