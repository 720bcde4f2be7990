// What is compared is what stands: estimates whether counted or not, the catalog's names of every version, figures of one file put in the place of another's.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TEST_ACTOR } from '../../ports/testing/journal-builder';
import { createBudgetLedger } from '../budgets/budget-ledger';
import { inTransaction } from '../database';
import { aCallingRun } from '../runs/testing/calling-run';
import { type DatabaseHarness, openHarness, sha256 } from '../runs/testing/harness';
import { mergeAllSpend } from '../spend/tend-spend';
import {
  addUsageImport,
  lockUsageImports,
  type ProviderFigure,
  standingFigures,
} from '../write/import-usage';
import { putVersion } from '../write/put-version';
import { readCatalogModels, readEstimated, readProviderFigures } from './provider-figures';

const DAYS = { from: '2026-03-01', to: '2026-03-02' };

let harness: DatabaseHarness;
beforeAll(async () => {
  harness = await openHarness();
});
afterAll(() => harness.close());

async function settled(runId: string, step: number, at: string, costMicroUsd: number, estimated: boolean) {
  await harness.db.pool.query(
    `INSERT INTO hold (run_id, step, attempt, called, name, version, allowances, held_micro_usd, held_at, settled_at, cost_micro_usd, estimated, outcome)
     VALUES ($1, $2, 1, 'model', 'small', 1, '{}', 9000, $3, $3, $4, $5, $6)`,
    [runId, step, at, costMicroUsd, estimated, estimated ? 'lost' : 'succeeded'],
  );
}

describe('estimates', () => {
  it('are found on the day of UTC that they were settled on, counted, merged or not', async () => {
    const calls = [{ at: '2026-03-01T10:00:00.000Z', model: 'small' }];
    const runId = await aCallingRun(harness, { agent: 'refunds', labels: {}, calls });
    await settled(runId, 1, '2026-02-28T23:59:59.999Z', 1, true);
    await settled(runId, 2, '2026-03-01T00:00:00.000Z', 20, true);
    await settled(runId, 3, '2026-03-02T23:59:59.999Z', 300, true);
    await settled(runId, 4, '2026-03-03T00:00:00.000Z', 4_000, true);
    await settled(runId, 5, '2026-03-01T10:00:00.000Z', 50_000, false);
    const found = [
      { day: '2026-03-01', name: 'small', costMicroUsd: 20 },
      { day: '2026-03-02', name: 'small', costMicroUsd: 300 },
    ];
    const asked = async () =>
      (await readEstimated(harness.db, DAYS)).toSorted((a, b) => (a.day < b.day ? -1 : 1));
    expect(await asked()).toEqual(found);
    expect(await createBudgetLedger(harness.db.pool).count(2)).toBe(2);
    expect(await asked()).toEqual(found);
    expect(await createBudgetLedger(harness.db.pool).count(100)).toBe(3);
    expect(await asked()).toEqual(found);
    await mergeAllSpend(harness.db.pool);
    expect(await asked()).toEqual(found);
  });
});

describe('names of models', () => {
  it('are those of every version, and say which is in use', async () => {
    const put = (model: string) =>
      inTransaction(harness.db, 'put model', (tx) =>
        putVersion(
          tx,
          {
            kind: 'model',
            name: 'strong',
            definition: { model, provider: 'openai-compatible' },
            createdBy: TEST_ACTOR,
            activate: 'always',
          },
          sha256,
        ),
      );
    await put('gpt-4o-2024-08-06');
    await put('gpt-5-2025-08-07');
    const found = (await readCatalogModels(harness.db)).filter(({ name }) => name === 'strong');
    expect(found).toEqual([
      { name: 'strong', model: 'gpt-4o-2024-08-06', active: false },
      { name: 'strong', model: 'gpt-5-2025-08-07', active: true },
    ]);
  });
});

describe('figures', () => {
  const imported = (id: string, figures: readonly ProviderFigure[]) =>
    inTransaction(harness.db, 'import usage', async (tx) => {
      await lockUsageImports(tx);
      const { figures: replaced } = await standingFigures(tx, 'acme', figures);
      const file = {
        provider: 'acme',
        format: 'plain',
        fileName: 'usage.csv',
        sha256: id,
        bytes: 1,
        lines: 1,
      } as const;
      const days = { firstDay: DAYS.from, lastDay: DAYS.to, ignoredColumns: ['note'] };
      const added = { ...file, ...days, id, importedBy: TEST_ACTOR, figures: figures.length, replaced };
      await addUsageImport(tx, added, figures);
      return replaced;
    });
  const [FIRST, SECOND] = ['01930000-0000-7000-8000-000000000001', '01930000-0000-7000-8000-000000000002'];
  const tokens = {
    tells: 'tokens',
    inputTokens: 3_000_000_000,
    outputTokens: 5,
    cachedInputTokens: null,
  } as const;

  it('of tokens and of cost are one row, to the last token, and each is replaced by itself', async () => {
    const day = DAYS.from;
    const cost: ProviderFigure = { day, model: 'small', tells: 'cost', costMicroUsd: -7 };
    expect(await imported(FIRST, [{ day, model: 'small', ...tokens }, cost])).toBe(0);
    const row = { provider: 'acme', day, model: 'small', inputTokens: 3_000_000_000, outputTokens: 5 };
    expect(await readProviderFigures(harness.db, DAYS)).toEqual([
      { ...row, cachedInputTokens: null, costMicroUsd: -7 },
    ]);
    expect(await imported(SECOND, [{ ...cost, costMicroUsd: 9 }])).toBe(1);
    expect(await readProviderFigures(harness.db, DAYS)).toEqual([
      { ...row, cachedInputTokens: null, costMicroUsd: 9 },
    ]);
    expect(await readProviderFigures(harness.db, { from: '2026-03-02', to: '2026-03-31' })).toEqual([]);
  });

  it('are refused twice in one file by the store itself', async () => {
    const twice: ProviderFigure = { day: DAYS.to, model: 'x', tells: 'cost', costMicroUsd: 1 };
    await expect(imported('01930000-0000-7000-8000-000000000003', [twice, twice])).rejects.toThrow();
    expect(await readProviderFigures(harness.db, { from: DAYS.to, to: DAYS.to })).toEqual([]);
  });
});
