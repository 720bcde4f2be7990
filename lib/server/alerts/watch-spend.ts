// Raises and resolves what spend and holds give cause for, each kind for itself.
import 'server-only';
import type { AlertKind, FoundAlert } from '../../domain/alert';
import { findDeprecated, findLeaked, findSpikes, findUnpriced } from '../../store/alerts/find-spend-alerts';
import { keepAlerts, lockAlerts } from '../../store/alerts/keep-alerts';
import { endOverruns } from '../../store/alerts/overruns';
import { forgetSpendSeconds } from '../../store/alerts/spend-seconds';
import { endLeaks } from '../../store/alerts/tell-leak';
import { type Ask, transact } from '../../store/budgets/transact';
import { readPrices } from '../queries/read-prices';
import type { AlertParts } from './watch-budgets';

const watchKind =
  (kind: AlertKind, find: (ask: Ask) => Promise<FoundAlert[]>) =>
  async ({ db, ids, hints }: AlertParts): Promise<void> => {
    const written = await transact(db.pool, `watch ${kind}`, async (ask) => {
      await lockAlerts(ask);
      return keepAlerts(ask, [kind], await find(ask), ids.timeOrdered);
    });
    hints.publish(written.map((id) => ({ topic: 'alerts', id })));
  };

export const watchSpikes = watchKind('spend_spike', findSpikes);
/** By the price table as it is now. */
export async function watchDeprecated(parts: AlertParts): Promise<void> {
  const { prices } = await readPrices(parts);
  await watchKind('deprecated_model', (ask) => findDeprecated(ask, prices))(parts);
}
export const watchUnpriced = watchKind('unpriced_usage', findUnpriced);
export const watchLeaked = watchKind('leaked_hold', findLeaked);

/** They are raised where holds are counted and where runs are advanced, and resolved here; what a sliding minute needs no more goes with them. */
export async function watchOverruns({ db, hints }: AlertParts): Promise<void> {
  const ended = await transact(db.pool, 'watch overruns', async (ask) => {
    await forgetSpendSeconds(ask);
    return [...(await endOverruns(ask)), ...(await endLeaks(ask))];
  });
  hints.publish(ended.map((id) => ({ topic: 'alerts', id })));
}
