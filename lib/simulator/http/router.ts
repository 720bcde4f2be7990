// Knows which handler answers which path; refuses what no room has declared.
import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from './refusal';
import type { Reply } from './reply';

export interface Exchange {
  params: Record<string, string>;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** Parsed JSON of a POST or PUT; undefined where there was no body. Not validated yet. */
  body: unknown;
}

export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Segments; one that begins with a colon is a parameter. */
  path: string;
  handle(exchange: Exchange): Reply | Promise<Reply>;
}

export interface RouteMatch {
  route: Route;
  params: Record<string, string>;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new Refusal(400, 'invalid_path', 'The path holds an escape that is not valid UTF-8.');
  }
}

function matchPath(pattern: string, pathname: string): Record<string, string> | null {
  const wanted = pattern.split('/');
  const given = pathname.split('/');
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const segment = given[index] ?? '';
    if (part.startsWith(':')) {
      if (segment === '') return null;
      params[part.slice(1)] = decode(segment);
    } else if (part !== segment) {
      return null;
    }
  }
  return params;
}

/** The first route that fits. Throws 404 for an unknown path, 405 for a known one with another method. */
export function matchRoute(routes: readonly Route[], method: string, pathname: string): RouteMatch {
  const allowed: string[] = [];
  for (const route of routes) {
    const params = matchPath(route.path, pathname);
    if (params === null) continue;
    if (route.method === method) return { route, params };
    allowed.push(route.method);
  }
  if (allowed.length === 0) throw new Refusal(404, 'unknown_route', `Nothing answers at ${pathname}.`);
  throw new Refusal(405, 'method_not_allowed', `${pathname} takes ${allowed.join(', ')}, not ${method}.`, {
    headers: { allow: allowed.join(', ') },
  });
}
