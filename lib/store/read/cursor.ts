// Knows where a list goes on: the sort key of the last item, opaque to clients. Refuses a cursor that is none of ours.
import type { z } from 'zod';
import type { Page } from '../../contract/page';
import { RequestError } from '../../domain/errors';

export function encodeCursor(key: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/** @throws RequestError `invalid_request` when it was not made by encodeCursor for this list. */
export function decodeCursor<T>(cursor: string | undefined, schema: z.ZodType<T>): T | null {
  if (cursor === undefined) return null;
  const value = parseJson(Buffer.from(cursor, 'base64url').toString('utf8'));
  const parsed = schema.safeParse(value);
  if (parsed.success && Array.isArray(value) && value.every(isComparable)) return parsed.data;
  const problem = { path: '/query/cursor', message: 'is not a cursor of this list' };
  throw new RequestError('invalid_request', 'The cursor is not one of this list.', [problem]);
}

/** A page from up to `limit + 1` rows: the one too many says that there is a next page. */
export function pageFrom<R, T>(
  rows: readonly R[],
  limit: number,
  keyOf: (row: R) => readonly (string | number)[],
  toItem: (row: R) => T,
): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor = rows.length > limit && last !== undefined ? encodeCursor(keyOf(last)) : null;
  return { items: shown.map(toItem), nextCursor };
}

/** Whether PostgreSQL can compare it with a column: it knows no NUL, no lone surrogate and no year 0. */
function isComparable(part: unknown): boolean {
  if (typeof part !== 'string') return true;
  const isTooEarly = /^\d{4}-\d\d-\d\dT/.test(part) && part < '1970';
  return !part.includes('\0') && part.isWellFormed() && !isTooEarly;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // what is no JSON is no cursor
  }
}

/** The text as a LIKE pattern that finds it anywhere and literally. */
export function containing(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** What is no UUID names no row; the database would refuse to compare it. */
export const isUuid = (text: string) => UUID.test(text);
