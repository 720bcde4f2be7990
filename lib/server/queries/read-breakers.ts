// Breakers: the list page by page, and one with its errors.
import 'server-only';
import { z } from 'zod';
import type { BreakerDetail, BreakerShape } from '../../contract/breaker';
import type { Page } from '../../contract/page';
import { RequestError } from '../../domain/errors';
import { decodeCursor, pageFrom } from '../../store/read/cursor';
import { readBreaker as one, readBreakers } from '../../store/read/read-breakers';
import type { App } from '../app';

type Listing = { readonly limit: number; readonly cursor?: string | undefined };

/** By key. All are counted in one look at the journal, so that a page costs what the whole list does. */
export async function listBreakers(
  { db }: Pick<App, 'db'>,
  { limit, cursor }: Listing,
): Promise<Page<BreakerShape>> {
  const [after] = decodeCursor(cursor, z.tuple([z.string()])) ?? [''];
  const rest = (await readBreakers(db)).filter(({ key }) => key > after);
  return pageFrom(
    rest,
    limit,
    ({ key }) => [key],
    (breaker) => breaker,
  );
}

/** @throws RequestError not_found */
export async function readBreaker({ db }: Pick<App, 'db'>, key: string): Promise<BreakerDetail> {
  const found = await one(db, key);
  if (found === null)
    throw new RequestError('not_found', `Nothing called ${key} is in use or was called within 24 hours.`);
  return found;
}
