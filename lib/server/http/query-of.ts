// The query of a request as schemas read it: a text for each name, a list where it was repeated; refuses what no column could hold.
import 'server-only';
import { RequestError } from '../../domain/errors';

/** @throws RequestError invalid_request */
export function queryOf(request: Request): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {};
  const { searchParams } = new URL(request.url);
  for (const name of new Set(searchParams.keys())) {
    const values = searchParams.getAll(name);
    if (values.some((value) => value.includes('\u0000') || !value.isWellFormed()))
      throw new RequestError('invalid_request', 'The query can’t be used.', [
        { path: `/query/${name}`, message: 'must be text without the character NUL' },
      ]);
    query[name] = values.length === 1 ? (values[0] ?? '') : values;
  }
  return query;
}
