// Knows how the price table changes: each change is a whole version of it that stays.
import { canonicalJson } from '../../domain/canonical-json';
import { type PriceEntry, priceEntries } from '../../domain/price-table';
import type { Actor } from '../../domain/principal';
import type { Transaction } from '../prisma';

export type PutPricesOutcome = {
  readonly version: number;
  readonly before: readonly PriceEntry[];
  readonly changed: boolean;
};

/** The same again is no new version. `check` is called under the lock with the version there is, 0 for none; it throws to refuse. */
export async function putPriceTable(
  tx: Transaction,
  prices: readonly PriceEntry[],
  by: Actor,
  check: (latest: number) => void,
): Promise<PutPricesOutcome> {
  await tx.$queryRawUnsafe(`SELECT pg_advisory_xact_lock(hashtext('bulkhead:prices'))::text`);
  const found = await tx.priceTable.findFirst({ orderBy: { version: 'desc' } });
  const version = found?.version ?? 0;
  check(version);
  const before = found === null ? [] : priceEntries.parse(found.prices);
  if (canonicalJson(before) === canonicalJson([...prices])) return { version, before, changed: false };
  await tx.$executeRawUnsafe(
    'INSERT INTO price_table (version, prices, created_by) VALUES ($1, $2::jsonb, $3::jsonb)',
    version + 1,
    JSON.stringify(prices),
    JSON.stringify(by),
  );
  return { version: version + 1, before, changed: true };
}
