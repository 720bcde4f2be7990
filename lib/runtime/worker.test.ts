import { afterEach, describe, expect, it } from 'vitest';
import { StoreUnavailableError } from '@/lib/domain/errors';
import { KillableProcess } from './testing/killable-process';
import { REFUND, RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';
import { heldReplies, refund } from './testing/watched-bench';

let bench: RuntimeBench;
afterEach(() => {
  expect(bench.errors).toEqual([]);
});

function open(turns = [answers(refund()), finishes('Done.')], tool: object = {}) {
  bench = new RuntimeBench({ turns, tools: [toolVersion(REFUND, tool)] });
  return bench;
}
function storeAwayWhile(isAway: () => boolean) {
  const { store } = bench;
  const unless =
    <A extends unknown[], T>(run: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      if (isAway()) throw new StoreUnavailableError('connection refused');
      return run.apply(store, args);
    };
  store.commit = unless(store.commit);
  store.claimDue = unless(store.claimDue);
  store.claimRun = unless(store.claimRun);
  store.heartbeat = unless(store.heartbeat);
  store.register = unless(store.register);
  store.readInputs = unless(store.readInputs);
  store.expireApprovals = unless(store.expireApprovals);
}

describe('a worker', () => {
  it('advances as many runs of one agent side by side as its share of the slots, and the rest afterwards', async () => {
    open();
    const reply = heldReplies(bench);
    const process = new KillableProcess(bench, { slots: 3 });
    await process.start();
    const runIds = [await bench.start(), await bench.start(), await bench.start()];
    await bench.clock.runUntil(() => bench.receiver.effects.length === 2);
    await bench.clock.pass(2_000);
    expect(runIds.map((runId) => bench.status(runId))).toEqual(['running', 'running', 'queued']);
    expect(process.worker.status()).toMatchObject({ activeRuns: 2, slots: 3, leaseHolds: true });
    reply();
    await bench.clock.runUntil(() => bench.receiver.effects.length === 3);
    reply();
    await bench.clock.runUntil(() => runIds.every((runId) => bench.status(runId) === 'succeeded'));
  });

  it('is woken at once, and finds by polling alone what it was not woken for', async () => {
    open();
    const process = new KillableProcess(bench);
    await process.start();
    await bench.clock.pass(300);
    const woken = await bench.start();
    process.dispatcher.wake(woken);
    const before = bench.clock.now();
    await bench.untilStatus(woken, 'succeeded');
    expect(bench.clock.now() - before).toBe(0);
    const found = await bench.start();
    await bench.untilStatus(found, 'succeeded');
    expect(bench.clock.now() - before).toBeLessThanOrEqual(1_000);
  });

  it('leaves a run alone that is not due, and waits with the one who advances it already', async () => {
    open();
    const reply = heldReplies(bench);
    const process = new KillableProcess(bench);
    await process.start();
    const runId = await bench.start();
    await bench.clock.runUntil(() => bench.receiver.effects.length === 1);
    const other = new KillableProcess(bench);
    await other.start();
    await bench.clock.pass(1_000);
    expect(await other.worker.advanceRunById(runId)).toBe('not_due');
    const same = process.worker.advanceRunById(runId);
    reply();
    expect(await same).toBe('ended');
    expect(await process.worker.advanceRunById(runId)).toBe('not_due');
  });

  it('goes on by itself when the store was away in the middle of a run', async () => {
    open();
    let away = false;
    storeAwayWhile(() => away);
    bench.receiver.afterEffect = async () => {
      away = true;
    };
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.clock.runUntil(() => away);
    await bench.clock.pass(15_000);
    expect(bench.status(runId)).toBe('running');
    expect(bench.toolStep(runId).status).toBe('running');
    away = false;
    await bench.untilStatus(runId, 'succeeded');
    // The lease of 30 s outlived the pause: the result was kept and nothing was sent twice.
    expect(bench.receiver.calls).toHaveLength(1);
    expect(bench.toolStep(runId).recoveries).toBe(0);
  });

  it('drops its runs when the store was away for longer than its lease, and takes them up anew', async () => {
    open();
    let away = false;
    storeAwayWhile(() => away);
    bench.receiver.afterEffect = async () => {
      away = bench.receiver.calls.length === 1;
    };
    const process = new KillableProcess(bench);
    await process.start();
    const runId = await bench.start();
    await bench.clock.runUntil(() => away);
    const first = process.worker.status().workerId;
    await bench.clock.pass(60_000);
    away = false;
    await bench.untilStatus(runId, 'succeeded');
    expect(process.worker.status().workerId).not.toBe(first);
    expect(bench.toolStep(runId).recoveries).toBe(1);
    expect(bench.receiver.effects).toHaveLength(1);
  });
});

describe('draining', () => {
  it('lets steps in flight finish, begins none, and gives the runs back', async () => {
    open([answers(refund()), answers(refund('A-2')), finishes('Done.')]);
    const reply = heldReplies(bench);
    const process = new KillableProcess(bench);
    await process.start();
    const runId = await bench.start();
    await bench.clock.runUntil(() => bench.receiver.effects.length === 1);
    const second = await bench.start();
    const drained = process.dispatcher.stop(20_000);
    await bench.clock.pass(2_000);
    expect(bench.status(second)).toBe('queued');
    reply();
    await drained;
    expect(bench.status(runId)).toBe('queued');
    expect(bench.toolStep(runId).status).toBe('succeeded');
    expect(bench.model.requests).toHaveLength(1);
    bench.receiver.afterEffect = async () => {};
    await new KillableProcess(bench).start();
    await bench.clock.runUntil(() => [runId, second].every((id) => bench.status(id) === 'succeeded'));
    expect(bench.state(runId).steps.every((step) => step.recoveries === 0)).toBe(true);
  });

  it('leaves behind what does not finish within the grace, in doubt, and retires', async () => {
    open(undefined, { timeoutMs: 60_000 });
    const reply = heldReplies(bench);
    const process = new KillableProcess(bench);
    await process.start();
    const runId = await bench.start();
    await bench.clock.runUntil(() => bench.receiver.effects.length === 1);
    let drained = false;
    void process.dispatcher.stop(5_000).then(() => {
      drained = true;
    });
    const before = bench.clock.now();
    await bench.clock.runUntil(() => drained);
    expect(bench.clock.now() - before).toBeLessThanOrEqual(5_500);
    expect(bench.toolStep(runId).status).toBe('running');
    bench.receiver.afterEffect = async () => {};
    await new KillableProcess(bench).start();
    await bench.untilStatus(runId, 'succeeded'); // at once: the lease was given back
    expect(bench.clock.now() - before).toBeLessThanOrEqual(7_000);
    expect(bench.toolStep(runId).recoveries).toBe(0);
    expect(bench.receiver.effects).toHaveLength(1);
    reply();
  });

  it('blames no step that outlasts the grace again and again: it goes on, and is done once', async () => {
    open(undefined, { timeoutMs: 60_000 });
    const reply = heldReplies(bench);
    const runId = await bench.start();
    for (let round = 1; round <= 6; round++) {
      const process = new KillableProcess(bench);
      await process.start();
      await bench.clock.runUntil(() => bench.receiver.calls.length === round, 120_000);
      let drained = false;
      void process.dispatcher.stop(5_000).then(() => {
        drained = true;
      });
      await bench.clock.runUntil(() => drained, 10_000);
    }
    bench.receiver.afterEffect = async () => {};
    await new KillableProcess(bench).start();
    await bench.clock.runUntil(() => bench.status(runId) === 'succeeded', 120_000);
    expect(bench.toolStep(runId)).toMatchObject({ status: 'succeeded', recoveries: 0 });
    expect(bench.receiver.effects).toHaveLength(1);
    reply();
  });

  it('is over at once when nothing is under way', async () => {
    open();
    const process = new KillableProcess(bench);
    await process.start();
    await bench.clock.pass(100);
    const before = bench.clock.now();
    let drained = false;
    void process.dispatcher.stop(20_000).then(() => {
      drained = true;
    });
    await bench.clock.runUntil(() => drained);
    expect(bench.clock.now() - before).toBeLessThan(1_000);
  });
});

describe('a fault of the runtime', () => {
  it('ends the run as failed, seen and with a plain message, its open effect unknown', async () => {
    open();
    const { commit } = bench.store;
    bench.store.commit = async (given) => {
      if (given.effectCompletions.some((one) => one.status === 'succeeded')) throw new TypeError('a bug');
      return commit.call(bench.store, given);
    };
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'failed');
    expect(bench.store.runs.get(runId)?.error?.code).toBe('internal_error');
    expect(JSON.stringify(bench.store.runs.get(runId)?.error)).not.toContain('a bug');
    expect(bench.toolStep(runId).status).toBe('failed');
    expect(bench.store.effects.read({ scope: 'run', key: `${runId}:2` })?.status).toBe('unknown');
    expect(bench.errors.splice(0)).toHaveLength(1);
  });
});
