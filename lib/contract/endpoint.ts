// What an endpoint of the public API is: everything the door, the document and the tests need to know of it.
import type { z } from 'zod';
import type { RequestErrorCode } from '../domain/errors';
import type { Scope } from '../domain/principal';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export type Endpoint = {
  /** Unique, camelCase: the operationId. */
  readonly id: string;
  readonly method: Method;
  /** Below /api/v1, with `{name}` for parameters. */
  readonly path: string;
  readonly summary: string;
  /** The scope an API key needs and a role must contain. */
  readonly scope: Scope | 'signed-in' | 'public';
  readonly params?: z.ZodObject;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  /** The body is a file as text and not JSON; `body` is then a schema of text. */
  readonly bodyText?: { readonly mediaType: 'text/csv'; readonly mostBytes: number };
  readonly status: 200 | 201 | 202 | 204;
  readonly response?: z.ZodType;
  /**
   * Answers with a file (`download()` in lib/server/http/download.ts) in the format that the query's `format` asks for (`formatParam`);
   * `response` is then the list that the JSON form holds. `page`: no list for a spreadsheet, but a page for people, or its parts as lines.
   */
  readonly download?: true | 'page';
  /** Takes `If-Match` though it is no PUT: it acts on what was seen. */
  readonly ifMatch?: true;
  /** Takes `Idempotency-Key`. */
  readonly idempotent?: boolean;
  /** Besides 400, 401, 403, 415, 429 and 503, which any may answer. */
  readonly errors?: readonly RequestErrorCode[];
};

export function takesIfMatch({ method, ifMatch }: Endpoint): boolean {
  return method === 'PUT' || ifMatch === true;
}

/** Keeps the literal types of an endpoint, so that a handler knows its params, query, body and response. */
export function endpoint<const E extends Endpoint>(definition: E): E {
  return definition;
}
