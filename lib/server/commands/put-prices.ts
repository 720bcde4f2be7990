// Says what models cost that have no prices of their own. Calls under way keep the version that they were begun with.
import 'server-only';
import type { PricesShape, PutPricesBody } from '../../contract/prices';
import { canonicalJson } from '../../domain/canonical-json';
import type { PriceEntry } from '../../domain/price-table';
import { actorOf } from '../../domain/principal';
import { appendAudit } from '../../store/append-audit';
import { inTransaction } from '../../store/database';
import { putPriceTable } from '../../store/write/put-prices';
import { requireScope } from '../authorize';
import { requireVersion } from '../http/if-match';
import { readPrices } from '../queries/read-prices';
import type { CommandContext } from './command-context';

export type PutPrices = PutPricesBody & { readonly ifMatch: number | 'any' | null };

/** The audit names this many changed entries; the version of the table has them all. */
const MOST_AUDITED = 50;

/** The same again changes nothing. @throws RequestError version_mismatch */
export async function putPrices(
  { app, principal, requestId }: CommandContext,
  { prices, ifMatch }: PutPrices,
): Promise<PricesShape> {
  requireScope(principal, 'models:write');
  const by = actorOf(principal);
  const { version, changed } = await inTransaction(app.db, 'put prices', async (tx) => {
    const outcome = await putPriceTable(tx, prices, by, (latest) => requireVersion(ifMatch, latest));
    if (!outcome.changed) return outcome;
    const { before } = outcome;
    const entry = {
      actor: by,
      action: 'prices.put',
      entity: { kind: 'prices', id: 'table' },
      before: { version: outcome.version - 1, entries: before.length, removed: missing(before, prices) },
      after: { version: outcome.version, entries: prices.length, added: missing(prices, before) },
      requestId,
    } as const;
    await appendAudit(tx, entry, app.hash);
    return outcome;
  });
  if (changed) app.hints.publish([{ topic: 'models', id: 'prices' }]);
  return readPrices(app, version);
}

/** Those of `entries` that are not among `others`, by name. */
function missing(entries: readonly PriceEntry[], others: readonly PriceEntry[]): string[] {
  const known = new Set(others.map((one) => canonicalJson(one)));
  const changed = entries.filter((one) => !known.has(canonicalJson(one)));
  return changed.slice(0, MOST_AUDITED).map(({ model, from }) => `${model} from ${from}`);
}
