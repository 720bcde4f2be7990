// The price table and its versions.
import 'server-only';
import type { Page } from '../../contract/page';
import type { PricesShape, PriceVersionShape } from '../../contract/prices';
import { RequestError } from '../../domain/errors';
import { listPriceVersions as list, readPriceTable } from '../../store/read/read-prices';
import type { App } from '../app';

/** @throws RequestError not_found for a version that there never was. */
export async function readPrices({ db }: Pick<App, 'db'>, version?: number): Promise<PricesShape> {
  const found = await readPriceTable(db, version);
  if (found === null)
    throw new RequestError('not_found', `There is no version ${version} of the price table.`);
  return found;
}

export function listPriceVersions(
  { db }: Pick<App, 'db'>,
  query: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<PriceVersionShape>> {
  return list(db, query);
}
