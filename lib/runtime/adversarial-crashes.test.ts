// The adversarial list, as far as processes die, stand still or lose their clock. Each line once, by its name.
import { describe, expect, it } from 'vitest';
import type { EffectClass } from '@/lib/domain/tool';
import { type KillableOptions, KillableProcess } from './testing/killable-process';
import { REFUND, type RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';
import { refund, watchBenches } from './testing/watched-bench';

const openBench = watchBenches();
const CLASSES = ['idempotent', 'reconcilable', 'unsafe'] as const;

/** One refund, then the end; only an idempotent tool's receiver honours keys. */
function openFor(effect: EffectClass): RuntimeBench {
  return openBench({ tools: [toolVersion(REFUND, { effect })], honoursKeys: effect === 'idempotent' });
}

/** A person approves the call, and says what the receiver's books say. */
function settle(bench: RuntimeBench): void {
  for (const approval of bench.pendingApprovals()) {
    if (approval.kind === 'tool_call') bench.decide(approval, 'approve');
    else if (bench.receiver.countOf(approval.effectKey) > 0)
      bench.decide(approval, 'happened', { answer: {} });
    else bench.decide(approval, 'did_not_happen');
  }
}

async function untilDone(bench: RuntimeBench, runId: string): Promise<void> {
  await bench.clock.runUntil(() => {
    settle(bench);
    return bench.status(runId) === 'succeeded';
  });
}

/** Each process dies in its turn; the last one goes on to the end. */
async function survive(bench: RuntimeBench, deaths: readonly KillableOptions[]): Promise<string> {
  const runId = await bench.start();
  for (const death of deaths) {
    const process = new KillableProcess(bench, death);
    await process.start();
    await bench.clock.runUntil(() => {
      settle(bench);
      return process.dead;
    });
  }
  await new KillableProcess(bench).start();
  await untilDone(bench, runId);
  return runId;
}

const claimsOf = (bench: RuntimeBench, runId: string) =>
  bench.kinds(runId).filter((kind) => kind === 'claim').length;

function expectOneEffect(bench: RuntimeBench, runId: string): void {
  expect(bench.receiver.effects.map((effect) => effect.key)).toEqual([`${runId}:2`]);
  expect(bench.store.effects.read({ scope: 'run', key: `${runId}:2` })?.status).toBe('succeeded');
  expect(bench.toolStep(runId).status).toBe('succeeded');
}

describe.each(CLASSES)('adversarial, with an effect that is %s:', (effect) => {
  it('crash before send', async () => {
    const bench = openFor(effect);
    expectOneEffect(bench, await survive(bench, [{ diesAt: { gate: 'before send' } }]));
  });

  it('after the effect, before the reply', async () => {
    const bench = openFor(effect);
    const runId = await bench.start();
    const process = new KillableProcess(bench);
    bench.receiver.afterEffect = async () => {
      if (process.dead) return;
      process.kill();
      await new Promise<never>(() => {});
    };
    await process.start();
    await bench.clock.runUntil(() => {
      settle(bench);
      return process.dead;
    });
    await new KillableProcess(bench).start();
    await untilDone(bench, runId);
    expectOneEffect(bench, runId);
  });

  it('after the reply, before commit', async () => {
    const bench = openFor(effect);
    expectOneEffect(bench, await survive(bench, [{ diesAt: { gate: 'after send' } }]));
  });

  it('after commit, before the acknowledgement', async () => {
    const bench = openFor(effect);
    // The commit that holds the result of the refund; an unsafe call was asked about before.
    const nth = effect === 'unsafe' ? 4 : 3;
    const runId = await survive(bench, [{ diesAt: { gate: 'after commit', nth } }]);
    expectOneEffect(bench, runId);
    expect(bench.receiver.calls).toHaveLength(1);
    expect(bench.toolStep(runId).recoveries).toBe(0);
  });

  it('crash during recovery, twice', async () => {
    const bench = openFor(effect);
    const again = effect === 'reconcilable' ? 'after look-up' : 'before commit';
    const deaths = [
      { diesAt: { gate: 'after send' } },
      { diesAt: { gate: 'after claim' } },
      { diesAt: { gate: again } },
    ];
    expectOneEffect(bench, await survive(bench, deaths));
  });

  it('zombie effect after takeover', async () => {
    const bench = openFor(effect);
    bench.receiver.faults = ['late'];
    const runId = await bench.start();
    const zombie = new KillableProcess(bench);
    await zombie.start();
    await bench.clock.runUntil(() => {
      settle(bench);
      return bench.receiver.calls.length === 1;
    });
    const claimsBefore = claimsOf(bench, runId);
    bench.store.expireLease(zombie.worker.status().workerId ?? '');
    await new KillableProcess(bench).start();
    await bench.clock.runUntil(() => claimsOf(bench, runId) > claimsBefore);
    bench.receiver.releaseLate();
    await untilDone(bench, runId);
    expectOneEffect(bench, runId);
  });
});

describe('adversarial:', () => {
  it('zombie after lease expiry', async () => {
    const bench = openBench({
      turns: [answers(refund('A-1')), answers(refund('A-2')), finishes('Done.')],
      honoursKeys: true,
    });
    const runId = await bench.start();
    const zombie = new KillableProcess(bench);
    let wakeUp = () => {};
    bench.receiver.afterEffect = () => {
      if (bench.receiver.calls.length > 1) return Promise.resolve();
      return new Promise((resolve) => {
        wakeUp = resolve;
      });
    };
    await zombie.start();
    await bench.clock.runUntil(() => bench.receiver.effects.length === 1);
    bench.store.expireLease(zombie.worker.status().workerId ?? '');
    await new KillableProcess(bench).start();
    wakeUp();
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects.map((effect) => effect.key)).toEqual([`${runId}:2`, `${runId}:4`]);
    const commits = bench.store.commits.filter((commit) => commit.runId === runId);
    const owners = commits.map((commit) => commit.fence);
    expect(owners).toEqual(owners.toSorted((a, b) => a - b));
  });

  it.each([
    ['behind', -60_000],
    ['ahead', 60_000],
  ])('stepped worker clock: %s', async (_where, byMs) => {
    const bench = openFor('reconcilable');
    bench.receiver.faults = ['late'];
    const wrong = new KillableProcess(bench);
    await wrong.start();
    const runId = await bench.start();
    await bench.clock.runUntil(() => bench.receiver.calls.length === 1);
    const sentMs = bench.clock.now();
    wrong.wallOffsetMs = byMs;
    // Another one, whose clock is right, looks the call up as well; the request arrives at the last moment.
    await new KillableProcess(bench).start();
    await bench.clock.runUntil(() => bench.clock.now() - sentMs > 5_500);
    bench.receiver.releaseLate();
    await untilDone(bench, runId);
    expectOneEffect(bench, runId);
    // Instants in the journal are the store's, in their order.
    const times = (bench.store.runs.get(runId)?.rows ?? []).map((row) => row.at);
    expect(times).toEqual(times.toSorted());
    expect(Date.parse(times.at(-1) ?? '')).toBeLessThanOrEqual(bench.clock.now());
  });

  it('VM pause', async () => {
    const bench = openBench();
    const runId = await bench.start();
    const process = new KillableProcess(bench);
    // The machine sleeps between the commit of the intent and the send: both clocks jump, the heartbeat comes too late.
    const { commit } = bench.store;
    bench.store.commit = async (given) => {
      const outcome = await commit.call(bench.store, given);
      if (given.effectClaims.length > 0) {
        bench.store.commit = commit;
        bench.clock.jump(60_000);
        expect(bench.receiver.calls).toEqual([]);
      }
      return outcome;
    };
    await process.start();
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
    // Nobody had taken the run yet, so that the journal could still be told that nothing was sent.
    const { attempts, recoveries } = bench.toolStep(runId);
    expect([attempts.map(({ error }) => error?.code ?? null), recoveries]).toEqual([
      ['lease_unproven', null],
      0,
    ]);
  });
});
