// Who asks: by API key or by session, looked up at each request, so that a revoked one ends at once.
import 'server-only';
import { RequestError } from '../../domain/errors';
import type { Principal, Role } from '../../domain/principal';
import { findUserByEmail, readLiveApiKey, readLiveSession, readUser } from '../../store/read/read-people';
import { touchApiKey } from '../../store/write/api-keys';
import { touchSession } from '../../store/write/sessions';
import type { App } from '../app';
import { ENVIRONMENT_KEY_ID, personOf, SCOPES_OF_ROLE } from '../authorize';
import { requireOwnOrigin } from '../http/session-origin';
import { bearerOf, isSameSecret, prefixOf } from './api-key';
import { sessionIdOf } from './session-token';

type AuthParts = Pick<App, 'env' | 'db' | 'hash' | 'sessionSecret' | 'logger'>;

/**
 * A key wins over a cookie; a key that is not valid is refused even where a session would do.
 * @returns null when nobody is signed in. @throws RequestError unauthenticated for a bad key, forbidden for a session from another site.
 */
export async function principalOf(request: Request, parts: AuthParts): Promise<Principal | null> {
  if (request.headers.has('authorization')) return keyPrincipal(request.headers, parts);
  const principal = await sessionPrincipal(request.headers, parts);
  if (principal !== null) requireOwnOrigin(request, parts.env.url);
  return principal;
}

export async function sessionPrincipal(headers: Headers, parts: AuthParts): Promise<Principal | null> {
  const { db, env, sessionSecret } = parts;
  const sessionId = await sessionIdOf(headers, { publicUrl: env.url, sessionSecret });
  if (sessionId === null) return null;
  const live = await readLiveSession(db, sessionId);
  if (live === null) return null;
  inBackground(parts, touchSession(db.prisma, sessionId));
  const { userId: id, email, name, role } = live;
  return { kind: 'user', id, email, name, role, sessionId };
}

export async function keyPrincipal(headers: Headers, parts: AuthParts): Promise<Principal> {
  const { db, env, hash } = parts;
  const token = bearerOf(headers) ?? '';
  if (env.apiKey !== undefined && isSameSecret(token, hash(env.apiKey), hash)) return environmentKey(parts);
  const prefix = prefixOf(token);
  const key = prefix === null ? null : await readLiveApiKey(db, prefix);
  if (key === null || !isSameSecret(token, key.hash, hash))
    throw new RequestError('unauthenticated', 'The API key is not valid: unknown, revoked or expired.');
  inBackground(parts, touchApiKey(db.prisma, key.id));
  const { id, name, userId, userRole } = key;
  // A person's key can never do more than the person.
  const scopes =
    userRole === null ? key.scopes : key.scopes.filter((scope) => SCOPES_OF_ROLE[userRole].includes(scope));
  return { kind: 'api_key', id, name, scopes, userId };
}

/**
 * Decides as the first administrator, who set it. Runs that it starts are no person's, so that the administrator may decide their calls; it
 * may not decide those itself, nor those of keys that it may have made (authorize.ts).
 */
async function environmentKey({ db, env }: AuthParts): Promise<Principal> {
  const admin = await findUserByEmail(db, env.adminEmail);
  return {
    kind: 'api_key',
    id: ENVIRONMENT_KEY_ID,
    name: 'Environment key',
    scopes: ['admin'],
    userId: admin === null || admin.disabled ? null : admin.id,
  };
}

/** The role that a principal decides with; null when it acts for nobody. */
export async function roleOfPerson(principal: Principal, { db }: Pick<App, 'db'>): Promise<Role | null> {
  if (principal.kind === 'user') return principal.role;
  const personId = personOf(principal);
  const user = personId === null ? null : await readUser(db, personId);
  return user === null || user.disabled ? null : user.role;
}

/** Notes of use are worth no wait and no failed request. */
function inBackground({ logger }: Pick<App, 'logger'>, note: Promise<void>): void {
  note.catch((error: unknown) => logger.warn('a note of use was not written', { error }));
}
