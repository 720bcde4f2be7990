// Where every door hands in what it refused: of somebody who is known by name, of nobody by address. Refuses to count what was no refusal.
import 'server-only';
import { RequestError } from '../../domain/errors';
import { actorOf, type Principal } from '../../domain/principal';
import { readEndedSession } from '../../store/read/ended-access';
import type { App } from '../app';
import { sessionIdOf } from '../auth/session-token';
import { addressBlock } from '../http/address-block';
import { addressOf } from '../http/rate-limit';
import { actorIn } from './refused-actor';

export type Refused = {
  readonly error: unknown;
  /** Null where the door did not come so far as to know. */
  readonly principal: Principal | null;
  /** What was asked for: `GET /audit`, `page /audit`. */
  readonly access: string;
  readonly path: string | null;
  readonly headers: Headers;
  readonly requestId: string;
};

/** Audits 401 and 403, and what is kept from somebody as not there. Anything else is none of it. Never rejects. */
export async function noteRefusal(app: App, refused: Refused): Promise<void> {
  const { error, principal, access, path, headers, requestId } = refused;
  if (!(error instanceof RequestError)) return;
  const { code, detail } = error;
  const named = actorIn(error);
  if (named === null && code !== 'unauthenticated' && code !== 'forbidden') return;
  const actor = named ?? (principal === null ? await whoseSession(app, headers, code) : actorOf(principal));
  if (actor !== null) await app.refusals.known({ actor, access, code, detail, path, requestId });
  else app.refusals.anonymous(addressBlock(addressOf(headers, app.env.trustedProxies)) ?? 'unknown');
}

/** Whoever had the session that has ended; null where there was none, or it is too long ago. */
async function whoseSession(app: App, headers: Headers, code: string) {
  if (code !== 'unauthenticated' || headers.has('authorization')) return null;
  const { env, sessionSecret, db, logger } = app;
  try {
    const id = await sessionIdOf(headers, { publicUrl: env.url, sessionSecret });
    return id === null ? null : await readEndedSession(db, id);
  } catch (error) {
    logger.warn('nobody could say whose session was refused', { error });
    return null;
  }
}
