// What a live fork leaves standing and what it may do again, where one answer asked for several calls.
import { expect, it } from 'vitest';
import { KillableProcess } from '../../runtime/testing/killable-process';
import { REFUND, RuntimeBench, toolVersion } from '../../runtime/testing/runtime-bench';
import { answers, finishes } from '../../runtime/testing/scripted-model';
import type { App } from '../app';
import { doneSteps } from './read-forks';

const refund = (order_id: string) => ({ tool: REFUND, arguments: { order_id, amount: 5 } });
// safe because an empty ledger of undos is all that is asked of it
const NOTHING_UNDONE = { pool: { query: async () => ({ rows: [] }) } } as unknown as App['db'];

it('the calls beside the one that is forked from may be done again as well', async () => {
  const turns = [answers(refund('A-1'), refund('A-2')), answers(refund('A-3')), finishes('Done.')];
  const bench = new RuntimeBench({ turns, tools: [toolVersion(REFUND, { amountPath: 'amount' })] });
  const runId = await bench.start();
  const process = new KillableProcess(bench);
  await process.start();
  await bench.untilStatus(runId, 'succeeded');
  process.kill();
  const rows = bench.store.runs.get(runId)?.rows ?? [];
  const of = async (fromStep: number) => {
    const { before, again } = await doneSteps({ db: NOTHING_UNDONE, hash: bench.ports.hash }, rows, fromStep);
    return [before.map(({ step }) => step), again.map(({ step }) => step)];
  };
  expect(await of(1)).toEqual([[], [2, 3, 5]]);
  expect(await of(3)).toEqual([[], [2, 3, 5]]);
  expect(await of(4)).toEqual([[2, 3], [5]]);
  expect(await of(6)).toEqual([[2, 3, 5], []]);
});
