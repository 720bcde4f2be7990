// Any sequence of what happens to budgets, on PostgreSQL, through two pools; and a store that is away.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { budgetProperty } from '@/lib/ports/testing/budget-property';
import {
  anOwnedRun,
  aWorker,
  claimAs,
  commitOn,
  following,
  type OwnedRun,
} from '@/lib/ports/testing/run-store-scenario';
import { openDatabase } from '../database';
import { createBudgetLedger } from './budget-ledger';
import { type DatabaseBudgets, openDatabaseBudgets } from './testing/budget-harness';

let budgets: DatabaseBudgets;
beforeAll(async () => {
  budgets = await openDatabaseBudgets();
});
afterAll(() => budgets.close());

budgetProperty(
  'PostgreSQL',
  async () => {
    const h = await budgets.open();
    const runs = new Map<string, OwnedRun>();
    const lost = new Set<string>();
    return {
      ...h,
      async hire() {
        const run = await anOwnedRun(h.runs);
        runs.set(run.runId, run);
        return run;
      },
      async lose(workerId) {
        lost.add(workerId);
        await h.runs.expireLease(workerId);
      },
      async write(runId, { holds = [], settlements = [] }) {
        let run = runs.get(runId);
        if (run !== undefined && lost.has(run.workerId))
          run = (await claimAs(h.runs, await aWorker(h.runs), runId)) ?? run;
        if (run === undefined) throw new Error('who was hired has a run');
        const commit = commitOn(run, { holds, settlements });
        expect(await h.runs.store.commit(commit)).toMatchObject({ status: 'committed' });
        runs.set(runId, following(run, commit));
      },
    };
  },
  { sequences: 60, acts: 24 },
);

it('gives nothing while the database is away', async () => {
  const nowhere = openDatabase({ url: 'postgresql://nobody@127.0.0.1:1/none', size: 2 });
  const ledger = createBudgetLedger(nowhere.pool);
  const away = { code: 'store_unavailable', class: 'retryable' };
  const request = { workerId: 'w', scopes: ['global'], leastMicroUsd: 1, mostMicroUsd: 1 };
  await expect(ledger.grant(request)).rejects.toMatchObject(away);
  await expect(ledger.tend('w', [])).rejects.toMatchObject(away);
  await expect(ledger.count(1)).rejects.toMatchObject(away);
  await nowhere.close();
});
