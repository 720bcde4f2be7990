// Breakers: the list page by page, one with its errors, the changes of all.
import 'server-only';
import { z } from 'zod';
import type { BreakerDetail, BreakerEventShape, BreakerShape } from '../../contract/breaker';
import type { Page } from '../../contract/page';
import { RequestError } from '../../domain/errors';
import { BREAKER_CACHE_MS } from '../../runtime/runtime-constants';
import { listBreakerChanges as changes } from '../../store/read/breaker-changes';
import { decodeCursor, pageFrom } from '../../store/read/cursor';
import { readBreaker as one, readBreakers } from '../../store/read/read-breakers';
import { listInFlight } from '../../store/read/read-halt';
import type { App } from '../app';

const MOST_IN_FLIGHT = 100;

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

export function listBreakerChanges(
  { db }: Pick<App, 'db'>,
  listing: Listing,
): Promise<Page<BreakerEventShape>> {
  return changes(db, listing);
}

/** @throws RequestError not_found */
export async function readBreaker(
  { db, leases }: Pick<App, 'db' | 'leases'>,
  key: string,
): Promise<BreakerDetail> {
  const found = await one(db, key);
  if (found === null)
    throw new RequestError('not_found', `Nothing called ${key} is in use or was called within 24 hours.`);
  const { state, kind, name, openedAt } = found;
  if (state !== 'isolated' || openedAt === null) return { ...found, isolation: null };
  // A process believes what it was told for so long at most, counted from before it asked.
  const effective = (await leases.now()) - Date.parse(openedAt) > BREAKER_CACHE_MS;
  const { calls } = await listInFlight(db, MOST_IN_FLIGHT, { kind, name });
  return { ...found, isolation: { effective, inFlight: [...calls] } };
}
