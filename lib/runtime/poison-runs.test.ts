// Runs that take down whoever works on them, outside of an attempt and inside; and those that stand beside them.
import { describe, expect, it } from 'vitest';
import { KillableProcess } from './testing/killable-process';
import { REFUND, type RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';
import { LARGE_REFUND, refund, watchBenches } from './testing/watched-bench';

const openBench = watchBenches();
/** So many that one agent's share has room for all runs of a test. */
const SLOTS = 16;

/** The process in whose hands a run is; the next one starts as soon as it is dead. */
class Place {
  current: KillableProcess;
  deaths = 0;

  constructor(private readonly bench: RuntimeBench) {
    this.current = new KillableProcess(bench, { slots: SLOTS });
  }

  async start(): Promise<void> {
    await this.current.start();
  }

  /** For good: whoever calls this never goes on. */
  async die(): Promise<never> {
    this.deaths += 1;
    this.current.kill();
    this.current = new KillableProcess(this.bench, { slots: SLOTS });
    void this.bench.clock.sleep(500).then(() => this.current.start());
    return new Promise<never>(() => {});
  }
}

/** Takes down each process in the turn in which it would go on, before anything of it is committed. */
function killsBeforeItsFirstRow(bench: RuntimeBench, place: Place, runId: () => string): void {
  const { readInputs } = bench.store;
  bench.store.readInputs = async (id, after) => {
    if (id === runId()) await place.die();
    return readInputs.call(bench.store, id, after);
  };
}

const rowsOf = (bench: RuntimeBench, runId: string) => bench.kinds(runId);
const letterOf = (bench: RuntimeBench, runId: string) =>
  bench.store.letters.find((letter) => letter.runId === runId);

describe('a run that takes its process down while it is read', () => {
  it('is given up before it is read a fourth time, with a reason that people see', async () => {
    const bench = openBench();
    const runId = await bench.start();
    const place = new Place(bench);
    killsBeforeItsFirstRow(bench, place, () => runId);
    await place.start();
    await bench.untilStatus(runId, 'failed');
    expect(place.deaths).toBe(3);
    expect(rowsOf(bench, runId)).toEqual(['input', 'claim', 'claim', 'claim', 'claim']);
    expect(bench.store.runs.get(runId)?.error?.code).toBe('poison_run');
    expect(letterOf(bench, runId)).toMatchObject({ code: 'poison_run', step: null, state: 'open' });
    const first = letterOf(bench, runId)?.fingerprint;

    const other = await bench.start();
    killsBeforeItsFirstRow(bench, place, () => other);
    await bench.untilStatus(other, 'failed');
    expect(letterOf(bench, other)?.fingerprint).toBe(first);
  });

  it('leaves a run beside it untouched, whose call is under way at each death', async () => {
    const bench = openBench({ tools: [toolVersion(REFUND, { timeoutMs: 120_000 })] });
    const place = new Place(bench);
    // Longer than a lease: whenever a process dies, the call is under way.
    bench.receiver.afterEffect = () => bench.clock.sleep(60_000);
    await place.start();
    const bystander = await bench.start({ order_id: 'A-1' });
    await bench.clock.runUntil(() => bench.receiver.calls.length === 1);
    const killers: string[] = [];
    const { readInputs } = bench.store;
    bench.store.readInputs = async (id, after) => {
      if (killers.includes(id)) await place.die();
      return readInputs.call(bench.store, id, after);
    };
    for (let i = 0; i < 3; i++) {
      const killer = await bench.start();
      killers.push(killer);
      await bench.untilStatus(killer, 'failed');
      expect(bench.store.runs.get(killer)?.error?.code).toBe('poison_run');
    }
    await bench.untilStatus(bystander, 'succeeded');
    expect(place.deaths).toBe(3 * killers.length);
    expect(bench.toolStep(bystander).recoveries).toBeLessThanOrEqual(2);
    expect(bench.receiver.effects.filter(({ key }) => key === `${bystander}:2`)).toHaveLength(1);
    expect(bench.store.letters).toHaveLength(killers.length);
  });

  it('goes on when it is redriven and the cause is gone', async () => {
    const bench = openBench();
    let isPoison = true;
    const runId = await bench.start();
    const place = new Place(bench);
    killsBeforeItsFirstRow(bench, place, () => (isPoison ? runId : ''));
    await place.start();
    await bench.untilStatus(runId, 'failed');
    isPoison = false;
    const by = { kind: 'user', id: 'user-eve', label: 'Eve' } as const;
    bench.store.redrive(runId, { type: 'redrive', by, reason: 'mended', limits: {} });
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
  });
});

describe('a run that takes its process down while an approved call is checked again', () => {
  it('is given up, and the call is not sent', async () => {
    const bench = openBench(LARGE_REFUND);
    const place = new Place(bench);
    await place.start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'waiting', 'approval');
    bench.decide(bench.onlyApproval(), 'approve');
    bench.policy = { evaluate: () => place.die() };
    await bench.untilStatus(runId, 'failed');
    expect(place.deaths).toBe(3);
    expect(bench.store.runs.get(runId)?.error?.code).toBe('poison_run');
    expect(rowsOf(bench, runId).slice(-4)).toEqual(['claim', 'claim', 'claim', 'claim']);
    expect(bench.receiver.calls).toHaveLength(0);
  });
});

describe('a step that takes its process down', () => {
  it('is given up alone: the run beside it keeps its result', async () => {
    const bench = openBench({ turns: [answers(refund()), finishes('Done.')] });
    const place = new Place(bench);
    let killer = '';
    bench.receiver.afterEffect = async () => {
      if (bench.receiver.calls.at(-1)?.effectKey === `${killer}:2`) await place.die();
      await bench.clock.sleep(20_000);
    };
    await place.start();
    const bystander = await bench.start({ order_id: 'B-1' });
    killer = await bench.start();
    await bench.untilStatus(killer, 'failed');
    await bench.untilStatus(bystander, 'succeeded');
    expect(bench.store.runs.get(killer)?.error?.code).toBe('poison_step');
    expect(bench.toolStep(killer).recoveries).toBe(4);
    expect(place.deaths).toBe(4);
    expect(bench.toolStep(bystander).recoveries).toBeLessThanOrEqual(2);
    expect(bench.receiver.effects.filter(({ key }) => key === `${bystander}:2`)).toHaveLength(1);
  });
});
