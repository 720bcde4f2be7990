// Who asks: by API key or by session, looked up at each request, so that a revoked one ends at once.
import 'server-only';
import { RequestError } from '../../domain/errors';
import type { Actor, Principal } from '../../domain/principal';
import { readAnyApiKey } from '../../store/read/ended-access';
import {
  findUserByEmail,
  type LiveApiKey,
  readLiveApiKey,
  readLiveApiKeyById,
  readLiveSession,
  readUser,
} from '../../store/read/read-people';
import { touchApiKey } from '../../store/write/api-keys';
import { touchSession } from '../../store/write/sessions';
import type { App } from '../app';
import { type Decider, ENVIRONMENT_KEY_ID, personOf, SCOPES_OF_ROLE } from '../authorize';
import { requireOwnOrigin } from '../http/session-origin';
import { ActorRefusedError, refusedTo } from '../refusals/refused-actor';
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
  if (principal === null) return null;
  try {
    requireOwnOrigin(request, parts.env.url);
  } catch (error) {
    throw error instanceof RequestError ? refusedTo(principal, error) : error;
  }
  return principal;
}

export async function sessionPrincipal(headers: Headers, parts: AuthParts): Promise<Principal | null> {
  const { db, env, sessionSecret } = parts;
  const sessionId = await sessionIdOf(headers, { publicUrl: env.url, sessionSecret });
  if (sessionId === null) return null;
  const live = await readLiveSession(db, sessionId);
  if (live === null) return null;
  inBackground(parts, touchSession(db.prisma, sessionId));
  const { userId: id, email, name, role, passwordIsTemporary, mustEnrol } = live;
  return { kind: 'user', id, email, name, role, sessionId, passwordIsTemporary, mustEnrol };
}

export async function keyPrincipal(headers: Headers, parts: AuthParts): Promise<Principal> {
  const { db, env, hash } = parts;
  const token = bearerOf(headers) ?? '';
  if (env.apiKey !== undefined && isSameSecret(token, hash(env.apiKey), hash)) return environmentKey(parts);
  const prefix = prefixOf(token);
  const key = prefix === null ? null : await readLiveApiKey(db, prefix);
  if (key === null || !isSameSecret(token, key.hash, hash)) throw await invalidKey(parts, prefix, token);
  inBackground(parts, touchApiKey(db.prisma, key.id));
  return principalOfKey(key);
}

/** Names the key in the audit where its secret is right and only its time is over. */
async function invalidKey(
  { db, hash }: AuthParts,
  prefix: string | null,
  token: string,
): Promise<RequestError> {
  const refusal = new RequestError(
    'unauthenticated',
    'The API key is not valid: unknown, revoked or expired.',
  );
  const known = prefix === null ? null : await readAnyApiKey(db, prefix);
  if (known === null || !isSameSecret(token, known.hash, hash)) return refusal;
  return new ActorRefusedError(refusal, { kind: 'api_key', id: known.id, label: known.name });
}

function principalOfKey({ id, name, userId, userRole, scopes: given }: LiveApiKey): Principal {
  // A person's key can never do more than the person.
  const scopes =
    userRole === null ? given : given.filter((scope) => SCOPES_OF_ROLE[userRole].includes(scope));
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

/**
 * Who asked for something earlier, with what they may do now: for work that goes on without them. Signing out ends no work; being disabled,
 * revoked or run out does. @returns null when they may do nothing any more
 */
export async function principalAgain(asker: Actor, parts: AuthParts): Promise<Principal | null> {
  if (asker.kind === 'system') return { kind: 'system', id: 'runtime' };
  if (asker.kind === 'api_key') {
    if (asker.id === ENVIRONMENT_KEY_ID) return parts.env.apiKey === undefined ? null : environmentKey(parts);
    const key = await readLiveApiKeyById(parts.db, asker.id);
    return key === null ? null : principalOfKey(key);
  }
  const user = await readUser(parts.db, asker.id);
  if (user === null || user.disabled) return null;
  const { id, email, name, role, passwordUntil } = user;
  return {
    kind: 'user',
    id,
    email,
    name,
    role,
    sessionId: null,
    passwordIsTemporary: passwordUntil !== null,
  };
}

/** The person with whose role a principal decides; null when it acts for nobody. */
export async function deciderOf(principal: Principal, { db }: Pick<App, 'db'>): Promise<Decider | null> {
  if (principal.kind === 'user') return { role: principal.role, email: principal.email };
  const personId = personOf(principal);
  const user = personId === null ? null : await readUser(db, personId);
  return user === null || user.disabled ? null : { role: user.role, email: user.email };
}

/** Notes of use are worth no wait and no failed request. */
function inBackground({ logger }: Pick<App, 'logger'>, note: Promise<void>): void {
  note.catch((error: unknown) => logger.warn('a note of use was not written', { error }));
}
