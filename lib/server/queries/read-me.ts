// Who is asking, and their sessions.
import 'server-only';
import type { Page } from '../../contract/page';
import type { MeShape, SessionShape } from '../../contract/session';
import { RequestError } from '../../domain/errors';
import type { Principal } from '../../domain/principal';
import { listSessions as list } from '../../store/read/read-people';
import type { App } from '../app';
import { personOf, scopesOf } from '../authorize';

export function readMe(principal: Principal): MeShape {
  const scopes = [...scopesOf(principal)];
  switch (principal.kind) {
    case 'user': {
      const { kind, id, name, email, role } = principal;
      return { kind, id, name, email, role, scopes };
    }
    case 'api_key':
      return { kind: 'api_key', id: principal.id, name: principal.name, email: null, role: null, scopes };
    case 'system':
      throw new RequestError('unauthenticated', 'Nobody is signed in.');
  }
}

/** Open ones of the person behind the asker, newest first; a machine's key has none. */
export async function listSessions(
  { db }: Pick<App, 'db'>,
  principal: Principal,
  query: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<SessionShape>> {
  const personId = personOf(principal);
  if (personId === null) return { items: [], nextCursor: null };
  const page = await list(db, personId, query);
  const currentId = principal.kind === 'user' ? principal.sessionId : null;
  return { ...page, items: page.items.map((session) => ({ ...session, current: session.id === currentId })) };
}
