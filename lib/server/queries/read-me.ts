// Who is asking, and their sessions.
import 'server-only';
import type { Page } from '../../contract/page';
import type { ListSessionsQuery, MeShape, SessionShape } from '../../contract/session';
import { RequestError } from '../../domain/errors';
import type { Principal } from '../../domain/principal';
import { listSessions as list } from '../../store/read/list-sessions';
import { findUserByEmail } from '../../store/read/read-people';
import type { App } from '../app';
import { personOf, requireScope, scopesOf } from '../authorize';

export function readMe(principal: Principal): MeShape {
  const scopes = [...scopesOf(principal)];
  switch (principal.kind) {
    case 'user': {
      const { kind, id, name, email, role, passwordIsTemporary } = principal;
      return { kind, id, name, email, role, scopes, passwordIsTemporary };
    }
    case 'api_key': {
      const { kind, id, name } = principal;
      return { kind, id, name, email: null, role: null, scopes, passwordIsTemporary: false };
    }
    case 'system':
      throw new RequestError('unauthenticated', 'Nobody is signed in.');
  }
}

/**
 * Open ones, newest first: of the person behind the asker (a machine's key has none), of the person asked for, or with `*` of everybody.
 * @throws RequestError forbidden without people:write where others' are asked for; not_found where nobody has that address.
 */
export async function listSessions(
  { db }: Pick<App, 'db'>,
  principal: Principal,
  { user, ...query }: ListSessionsQuery,
): Promise<Page<SessionShape>> {
  const personId = await whoseSessions(db, principal, user);
  if (personId === undefined) return { items: [], nextCursor: null };
  const page = await list(db, personId, query);
  const currentId = principal.kind === 'user' ? principal.sessionId : null;
  return { ...page, items: page.items.map((session) => ({ ...session, current: session.id === currentId })) };
}

/** A person's id, null for everybody, undefined for nobody. */
async function whoseSessions(
  db: App['db'],
  principal: Principal,
  user: string | undefined,
): Promise<string | null | undefined> {
  if (user === undefined) return personOf(principal) ?? undefined;
  requireScope(principal, 'people:write');
  if (user === '*') return null;
  const found = await findUserByEmail(db, user);
  if (found === null) throw new RequestError('not_found', `There is no person ${user}.`);
  return found.id;
}
