import { describe, expect, it } from 'vitest';
import type { ModelVersion } from '@/lib/domain/model';
import type { ListedPrice } from '@/lib/domain/price-table';
import { KillableProcess } from './testing/killable-process';
import type { BenchOptions } from './testing/runtime-bench';
import { answers, counting, finishes } from './testing/scripted-model';
import { refund, watchBenches } from './testing/watched-bench';

const open = watchBenches();
const INPUT = 3_000;
const TURNS = [answers(refund('A-1')), finishes('Done.')].map((script) => counting(script, INPUT, 0));

const listed = (table: number, inputMicroUsdPerMTok: number): ListedPrice => ({
  table,
  from: '2026-01-01T00:00:00Z',
  prices: { inputMicroUsdPerMTok, outputMicroUsdPerMTok: 0 },
});

/** A bench whose model has no prices of its own. */
async function begin(options: Partial<BenchOptions> = {}, price: ListedPrice | null = null) {
  const bench = open({ turns: TURNS, ...options });
  const known = await bench.ports.catalog.model('scripted');
  if (known === null) throw new Error('the bench has one model');
  const { prices: _own, ...definition } = known.definition;
  const says = { listed: price };
  bench.ports.catalog.model = async (): Promise<ModelVersion> => ({ ...known, definition, ...says });
  await new KillableProcess(bench).start();
  return { bench, runId: await bench.start(), says };
}

const models = (bench: Awaited<ReturnType<typeof begin>>['bench'], runId: string) =>
  bench.state(runId).steps.flatMap((step) => (step.kind === 'model' ? [step] : []));

describe('a model without prices of its own', () => {
  it('is charged by the price table, and each step keeps the version it was begun with', async () => {
    const { bench, runId, says } = await begin({}, listed(3, 1_000_000));
    bench.receiver.afterEffect = async () => {
      says.listed = listed(4, 2_000_000);
    };
    await bench.untilStatus(runId, 'succeeded');
    expect(models(bench, runId)).toMatchObject([
      { price: { table: 3, from: '2026-01-01T00:00:00Z' }, costMicroUsd: INPUT },
      { price: { table: 4 }, costMicroUsd: 2 * INPUT },
    ]);
  });

  it('is settled by the price it was begun with, although another one holds when it answers', async () => {
    const price = listed(3, 1_000_000);
    const { bench, runId, says } = await begin(
      {
        turns: [
          (request, signal) => {
            says.listed = listed(4, 9_000_000);
            return counting(finishes('Done.'), INPUT, 0)(request, signal);
          },
        ],
      },
      price,
    );
    await bench.untilStatus(runId, 'succeeded');
    expect(models(bench, runId)).toMatchObject([{ price: { table: 3 }, costMicroUsd: INPUT }]);
  });

  it('is not called while nobody knows what it costs: the run fails', async () => {
    const { bench, runId } = await begin();
    await bench.untilStatus(runId, 'failed');
    expect(bench.store.runs.get(runId)?.error).toMatchObject({ code: 'price_unknown' });
    expect(bench.model.requests).toEqual([]);
  });

  it('is called without a price where its agent counts tokens alone, and bounded by them', async () => {
    const { bench, runId } = await begin({ agent: { unpriced: 'tokens-only' } });
    bench.store.budgets.put({ scope: 'global', period: 'total' }, 1);
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.state(runId).usage).toMatchObject({ costMicroUsd: 0, tokens: 2 * INPUT });
    expect(models(bench, runId).map(({ price }) => price)).toEqual(['none', 'none']);
  });
});
