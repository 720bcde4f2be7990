// The one door of server actions: session, permission, parsed input; every outcome is a value, nothing is thrown at the browser.
import 'server-only';
import { headers } from 'next/headers';
import { unstable_rethrow } from 'next/navigation';
import type { z } from 'zod';
import type { ProblemDetails } from '../../contract/problem';
import { RequestError } from '../../domain/errors';
import type { Principal } from '../../domain/principal';
import { type App, app } from '../app';
import { sessionPrincipal } from '../auth/principal-of';
import { type RequiredScope, requireScope } from '../authorize';
import { noteRefusal } from '../refusals/note-refusal';
import { parseInput } from './parse-input';
import { refusalOf } from './problem-response';
import { requireRate } from './rate-limit';

export type ActionResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: ProblemDetails };

export type ActionContext<I> = {
  readonly app: App;
  readonly requestId: string;
  readonly principal: Principal;
  readonly input: I;
};

/**
 * Wraps a server action. Next checks the origin of the request; here come session, rate, scope and input. Redirects and not-founds that the
 * action asks for pass through.
 */
export function action<S extends z.ZodType, T>(
  name: string,
  schema: S,
  scope: RequiredScope,
  act: (context: ActionContext<z.output<S>>) => Promise<T>,
): (input: z.input<S>) => Promise<ActionResult<T>> {
  return async (input) => {
    const running = app();
    const requestId = running.ids.timeOrdered();
    const asked = new Headers(await headers());
    let principal: Principal | null = null;
    try {
      principal = await sessionPrincipal(asked, running);
      if (principal === null)
        throw new RequestError('unauthenticated', 'The session has ended. Sign in again.');
      requireRate(running, principal);
      requireScope(principal, scope);
      const parsed = parseInput(schema, input);
      return { ok: true, value: await act({ app: running, requestId, principal, input: parsed }) };
    } catch (error) {
      unstable_rethrow(error);
      const access = `action ${name}`;
      await noteRefusal(running, { error, principal, access, path: null, headers: asked, requestId });
      return { ok: false, problem: refusalOf(error, requestId, running.logger).problem };
    }
  };
}
