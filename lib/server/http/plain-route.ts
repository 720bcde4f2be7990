// The door of what is no JSON endpoint: health, events, next-auth, the dispatcher. Every error still becomes problem details.
import 'server-only';
import { RequestError } from '../../domain/errors';
import type { Principal } from '../../domain/principal';
import { type App, app } from '../app';
import { principalOf } from '../auth/principal-of';
import { type RequiredScope, requireScope } from '../authorize';
import { noteRefusal } from '../refusals/note-refusal';
import { refusedTo } from '../refusals/refused-actor';
import { problemResponse, refusalOf } from './problem-response';
import { requireAnonymousRate, requireAnonymousRoom, requireRate } from './rate-limit';

export type PlainAsked<C> = {
  readonly app: App;
  readonly requestId: string;
  readonly request: Request;
  readonly context: C;
};

/** A handler whose own body says who may ask; `doors.test.ts` lists every one of them by name. */
export function plainRoute<C>(handle: (asked: PlainAsked<C>) => Promise<Response>) {
  return async (request: Request, context: C): Promise<Response> => {
    const running = app();
    const requestId = running.ids.timeOrdered();
    try {
      return await handle({ app: running, requestId, request, context });
    } catch (error) {
      const path = pathOf(request);
      const access = `${request.method} ${path}`;
      await noteRefusal(running, {
        error,
        principal: null,
        access,
        path,
        headers: request.headers,
        requestId,
      });
      return problemResponse(refusalOf(error, requestId, running.logger));
    }
  };
}

/** As endpoints name theirs: below /api/v1. */
export function pathOf({ url }: Request): string {
  return new URL(url).pathname.replace(/^\/api\/v1(?=\/)/, '');
}

/** The principal, with rate and scope checked as everywhere. @throws RequestError unauthenticated, rate_limited, forbidden. */
export async function requirePrincipal(
  request: Request,
  running: App,
  scope: RequiredScope,
): Promise<Principal> {
  const principal = await limitedPrincipal(request, running);
  if (principal === null) {
    requireAnonymousRate(running, request);
    throw new RequestError('unauthenticated', 'Sign in, or send an API key as `Authorization: Bearer …`.');
  }
  requireRate(running, principal);
  try {
    requireScope(principal, scope);
  } catch (error) {
    throw error instanceof RequestError ? refusedTo(principal, error) : error;
  }
  return principal;
}

/**
 * A key that was not valid lately costs a look into the database, so its address must have room, and loses some when it is refused. Keys that
 * were valid are looked up whatever others behind their address do.
 */
async function limitedPrincipal(request: Request, running: App): Promise<Principal | null> {
  const header = request.headers.get('authorization');
  if (header === null) return principalOf(request, running);
  const { validKeys } = running.rates;
  const digest = running.hash(header);
  if (!validKeys.has(digest)) requireAnonymousRoom(running, request);
  try {
    const principal = await principalOf(request, running);
    validKeys.add(digest);
    return principal;
  } catch (error) {
    if (!(error instanceof RequestError) || error.code !== 'unauthenticated') throw error;
    validKeys.delete(digest);
    requireAnonymousRate(running, request);
    throw error;
  }
}

/** What an address that nobody answers answers. */
export const missingRoute = plainRoute(async ({ request }) => {
  throw new RequestError('not_found', `There is nothing at ${new URL(request.url).pathname}.`);
});
