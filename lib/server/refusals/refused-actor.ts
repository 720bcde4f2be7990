// A refusal that knows whom it refuses, where the door can't: a key that has ended, a session from another site, somebody else's thing.
import 'server-only';
import { RequestError } from '../../domain/errors';
import { type Actor, actorOf, type Principal } from '../../domain/principal';

export class ActorRefusedError extends RequestError {
  constructor(
    refusal: RequestError,
    readonly actor: Actor,
  ) {
    super(refusal.code, refusal.detail, refusal.problems, refusal.data);
  }
}

/** Of somebody else's thing, which the answer does not tell from one that is not there. */
export function refusedTo(principal: Principal, refusal: RequestError): RequestError {
  return new ActorRefusedError(refusal, actorOf(principal));
}

/** Whom the error itself names; null where it names nobody. */
export function actorIn(error: unknown): Actor | null {
  return error instanceof RequestError && 'actor' in error ? (error as ActorRefusedError).actor : null; // safe because only that class has an actor
}
