import { expect, it } from 'vitest';
import { KillableProcess } from './testing/killable-process';
import { watchBenches } from './testing/watched-bench';

const openBench = watchBenches();

it('leaves no lease behind when a process ends while it registers', async () => {
  const bench = openBench({});
  const { register } = bench.store;
  const ids: string[] = [];
  bench.store.register = async (workerId, ...args) => {
    ids.push(workerId);
    await bench.clock.sleep(500);
    await register.call(bench.store, workerId, ...args);
  };
  const process = new KillableProcess(bench);
  await process.start();
  await bench.clock.runUntil(() => ids.length === 1);
  const ended = process.dispatcher.stop(1_000);
  await bench.clock.pass(3_000);
  await ended;
  expect(ids).toHaveLength(1);
  expect(bench.store.isLive(ids[0] ?? '')).toBe(false);
  expect(process.worker.status()).toMatchObject({ workerId: null, leaseHolds: false });
});
