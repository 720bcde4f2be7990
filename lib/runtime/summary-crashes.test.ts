import { describe, expect, it } from 'vitest';
import { decodeRow } from './decode-row';
import { foldOn } from './restore';
import { KillableProcess } from './testing/killable-process';
import { finishes } from './testing/scripted-model';
import { LIMIT, resume, SAID, summaries, summedBench, TOTAL } from './testing/summed-bench';
import { watchBenches } from './testing/watched-bench';

const open = watchBenches();

describe('a last summary', () => {
  it('is asked for at most once, within the bound, wherever processes die', async () => {
    const history = async (deaths: readonly number[]) => {
      const bench = summedBench(open);
      bench.store.budgets.put(TOTAL, 200_000);
      const runId = await bench.start({ order_id: 'A-1' }, LIMIT);
      const trail: string[] = [];
      let gates = 0;
      for (const diesAtGate of [...deaths, undefined]) {
        const process = new KillableProcess(bench, { diesAtGate });
        await process.start();
        await bench.clock.runUntil(
          () => process.dead || bench.store.runs.get(runId)?.waiting?.reason === 'limit',
        );
        gates = process.gates;
        if (process.dead) trail.push(process.diedAt);
        else process.kill();
      }
      const said = trail.join(', then ');
      const state = bench.state(runId);
      expect(state.usage.costMicroUsd, said).toBeLessThanOrEqual(LIMIT.maxCostMicroUsd);
      expect(summaries(bench).length, said).toBeLessThanOrEqual(1);
      const intents = (bench.store.runs.get(runId)?.rows ?? [])
        .map(decodeRow)
        .filter(
          ({ kind, payload }) =>
            kind === 'intent' && payload.type === 'model' && payload.purpose === 'summary',
        );
      // A lost call may count for as much as was left, and then it stands open at the bound.
      const isOpen = state.steps.some(({ status }) => status === 'in_doubt');
      expect(intents, said).toHaveLength(isOpen ? 0 : 1);
      // By its snapshots or by its whole journal, it is the same run.
      const rows = bench.store.runs.get(runId)?.rows ?? [];
      expect(foldOn(null, rows).summary, said).toEqual(state.summary);
      expect(state.summary === null, said).toBe(isOpen);
      bench.model.turns = [finishes('Enough.')];
      bench.store.appendInput(runId, resume({ maxCostMicroUsd: 60_000 }));
      await new KillableProcess(bench).start();
      await bench.untilStatus(runId, 'succeeded');
      await bench.clock.pass(45_000);
      expect(bench.store.budgets.periodsOf(TOTAL), said).toMatchObject([
        { spentMicroUsd: bench.state(runId).usage.costMicroUsd, heldMicroUsd: 0, overrunMicroUsd: 0 },
      ]);
      return { gates, summed: state.summary?.text === SAID };
    };
    const { gates, summed } = await history([]);
    expect(summed).toBe(true);
    const outcomes: boolean[] = [];
    for (let gate = 1; gate < gates; gate++) outcomes.push((await history([gate])).summed);
    for (let gate = 3; gate < gates; gate += 5) await history([gate, 6]);
    expect(outcomes).toContain(true);
    expect(outcomes).toContain(false);
  });
});
