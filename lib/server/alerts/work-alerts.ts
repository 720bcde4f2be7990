// Does what is looked at again and again: causes of alerts, and planting; one process at a time for each kind, and what fails keeps no other kind
// from being looked at.
import 'server-only';
import { dueErrands } from '../../store/alerts/errands';
import { readUsualSpend } from '../../store/alerts/usual-spend';
import type { App } from '../app';
import { plantCalls } from '../planted/plant-calls';
import { watchSpendRate } from './spend-breaker';
import { watchBudgets } from './watch-budgets';
import { watchDeprecated, watchLeaked, watchOverruns, watchSpikes, watchUnpriced } from './watch-spend';

/** How soon an errand is taken on that is due. */
const LOOK_MS = 1_000;

type Works = {
  readonly [name: string]: { readonly everyMs: number; readonly act: (app: App) => Promise<void> };
};

/** Apart from the others, so that nothing that takes long stands before it. */
const BRAKE: Works = { 'spend breaker': { everyMs: 1_500, act: watchSpendRate } };
const WATCHES: Works = {
  'budget alerts': { everyMs: 10_000, act: watchBudgets },
  'usual spend': { everyMs: 600_000, act: ({ db }) => readUsualSpend(db.pool) },
  'spikes of spend': { everyMs: 60_000, act: watchSpikes },
  'usage without a price': { everyMs: 60_000, act: watchUnpriced },
  'models that end': { everyMs: 60_000, act: watchDeprecated },
  'leaked holds': { everyMs: 60_000, act: watchLeaked },
  overruns: { everyMs: 60_000, act: watchOverruns },
  'planted calls': { everyMs: 30_000, act: plantCalls },
};

/** Runs until the process goes down. Never rejects: a failure is told once until it works again, and tried at the next turn. */
export async function workAlerts(app: App): Promise<void> {
  await Promise.all([work(app, BRAKE), work(app, WATCHES)]);
}

async function work(app: App, works: Works): Promise<void> {
  const { lifecycle, clock, random, logger, db } = app;
  const named = Object.entries(works).map(([name, { everyMs }]) => ({ name, everyMs }));
  const failing = new Set<string>();
  const tried = async (what: string, act: () => Promise<void>) => {
    try {
      await act();
      failing.delete(what);
    } catch (error) {
      if (!failing.has(what)) logger.warn(`${what}: can not be looked at; it is tried again`, { error });
      failing.add(what);
    }
  };
  while (!lifecycle.ended.aborted) {
    await clock.sleep(LOOK_MS * (0.75 + random.next() / 2), lifecycle.ended);
    if (lifecycle.ended.aborted) return;
    await tried('what is due', async () => {
      for (const name of await dueErrands(db.pool, named))
        await tried(name, async () => works[name]?.act(app));
    });
  }
}
