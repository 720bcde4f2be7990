// All methods of one address: those that have a door, and problem details for the rest.
import 'server-only';
import { RequestError } from '../../domain/errors';
import { app } from '../app';
import { problemResponse, refusalOf } from './problem-response';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
type MethodName = (typeof METHODS)[number];
type AnyHandler = (request: Request, context: never) => Promise<Response>;

/** The handlers that a `route.ts` exports. Methods without one answer 405 and name those that exist. */
export function methods<const H extends { readonly [M in MethodName]?: AnyHandler }>(
  handlers: H,
): { readonly [M in MethodName]: M extends keyof H ? NonNullable<H[M]> : () => Promise<Response> } {
  const allowed = METHODS.filter((method) => handlers[method] !== undefined);
  const refuse = async (): Promise<Response> => {
    const { ids, logger } = app();
    const error = new RequestError('method_not_allowed', `Only ${allowed.join(', ')} can be asked here.`);
    const refused = refusalOf(error, ids.timeOrdered(), logger);
    return problemResponse({ ...refused, headers: { ...refused.headers, allow: allowed.join(', ') } });
  };
  const all = Object.fromEntries(METHODS.map((method) => [method, handlers[method] ?? refuse]));
  return all as never; // safe because every method of METHODS is there, each under its own handler or the refusal
}
