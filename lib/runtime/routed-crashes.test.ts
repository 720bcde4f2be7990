import { expect, it } from 'vitest';
import { CodedError } from '@/lib/domain/errors';
import { KillableProcess } from './testing/killable-process';
import { byModel, routedBench, routesOf, sure, topRungs } from './testing/routed-bench';
import { REFUND } from './testing/runtime-bench';
import { answers, finishes, type ScriptedAnswer } from './testing/scripted-model';
import { watchBenches } from './testing/watched-bench';

const open = watchBenches();
const EVERYTHING = { scope: 'global', period: 'total' } as const;
const fails: ScriptedAnswer = () => Promise.reject(new CodedError('http_400', 'fatal', 'It is no use.'));
const nonsense = answers({ tool: REFUND, arguments: { order_id: 7 } });

/** Set aside for its confidence, then for being no call, then for a failure after which the run stays further up. */
const TURNS = [
  byModel({ scripted: sure(0.4), else: sure(0.9) }),
  byModel({ scripted: nonsense, middle: sure(0.5, 'A-2'), large: sure(0.9, 'A-2') }),
  byModel({ scripted: fails, else: finishes('Done.') }),
];
const ROUTES = [
  ...['scripted first', 'middle confidence', 'scripted first', 'middle invalid', 'large confidence'],
  ...['scripted first', 'middle failure'],
];

it('is the same way through the models, with the same effects, wherever processes die', async () => {
  const history = async (deaths: readonly number[]) => {
    const bench = routedBench(open, { confidenceBelow: 0.6 }, { turns: TURNS });
    bench.store.budgets.put(EVERYTHING, 1_000_000_000);
    const runId = await bench.start();
    const trail: string[] = [];
    let gates = 0;
    for (const diesAtGate of [...deaths, undefined]) {
      const process = new KillableProcess(bench, { diesAtGate });
      await process.start();
      await bench.clock.runUntil(() => process.dead || bench.store.runs.get(runId)?.finishedAt !== null);
      gates = process.gates;
      if (process.dead) trail.push(process.diedAt);
      else process.kill();
    }
    const said = trail.join(', then ');
    expect(bench.status(runId), said).toBe('succeeded');
    // A repeated attempt asks the same model for the same reason.
    const routes = routesOf(bench, runId).map((one) => `${one.model} ${'reason' in one ? one.reason : ''}`);
    expect(
      routes.filter((route, i) => i === 0 || route !== routes[i - 1]),
      said,
    ).toEqual(ROUTES);
    expect(
      bench.receiver.effects.map(({ arguments: args }) => args),
      said,
    ).toMatchObject([{ order_id: 'A-1' }, { order_id: 'A-2' }]);
    expect(topRungs(bench, runId).filter(({ setAside }) => setAside).length, said).toBe(4);
    const { usage } = bench.state(runId);
    const rows = bench.store.runs.get(runId)?.rows ?? [];
    expect(
      rows.reduce((sum, row) => sum + row.costMicroUsd, 0),
      said,
    ).toBe(usage.costMicroUsd);
    await bench.store.budgets.count(1_000);
    expect(bench.store.budgets.holds.all(), said).toEqual([]);
    expect(bench.store.budgets.periodsOf(EVERYTHING), said).toMatchObject([
      { spentMicroUsd: usage.costMicroUsd, overrunMicroUsd: 0 },
    ]);
    return gates;
  };
  const gates = await history([]);
  expect(gates).toBeGreaterThan(20);
  for (let gate = 1; gate <= gates; gate++) await history([gate]);
  for (let first = 4; first < gates; first += 5) await history([first, 7]);
});
