// Effects on one resource one after the other, whoever asks: a check and the act upon it are never parted by another's.
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '@/lib/domain/json';
import { KillableProcess } from './testing/killable-process';
import { REFUND, type RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';
import { approveCalls, refund, watchBenches } from './testing/watched-bench';

const openBench = watchBenches();
const OTHER = 'tickets.open';
const BY_ORDER = { resourceKey: 'order:{order_id}', timeoutMs: 60_000 };
const done = (bench: RuntimeBench, ...runIds: string[]) =>
  bench.clock.runUntil(() => runIds.every((runId) => bench.status(runId) === 'succeeded'));
const outcomes = (bench: RuntimeBench, runId: string, step = 2) =>
  bench.toolStep(runId, step).attempts.map(({ outcome, error }) => error?.code ?? outcome);

/** A receiver that looks whether there is a ticket for the order, and makes one a while later where there was none. */
function checkThenAct(bench: RuntimeBench, ms: number): string[] {
  const tickets: string[] = [];
  bench.receiver.call = async ({ tool, arguments: args, effectKey }): Promise<JsonValue> => {
    if (tool.definition.effect === 'read') return null;
    const order = String((args as { order_id: string }).order_id); // safe because the schema asks for it
    const isThere = tickets.includes(order);
    await bench.clock.sleep(ms);
    if (!isThere) tickets.push(order);
    return { key: effectKey, made: !isThere };
  };
  return tickets;
}

/** The first run calls the one tool, the second the other, with other arguments. */
function twoAgents(options: { resourceKey?: string } = BY_ORDER): RuntimeBench {
  return openBench({
    tools: [toolVersion(REFUND, options), toolVersion(OTHER, options)],
    turns: [
      (request, signal) => {
        const isSecond = JSON.stringify(request.messages).includes('second');
        return answers(isSecond ? { tool: OTHER, arguments: { order_id: 'A-1', amount: 7 } } : refund())(
          request,
          signal,
        );
      },
      finishes('Done.'),
    ],
  });
}

describe('the ticket race', () => {
  async function race(bench: RuntimeBench): Promise<string[]> {
    for (let n = 0; n < 2; n++) await new KillableProcess(bench, { slots: 1 }).start();
    const runIds = [await bench.start(), await bench.start({ order_id: 'second' })];
    await done(bench, ...runIds);
    return runIds;
  }

  it('of two agents on two processes makes one ticket', async () => {
    const bench = twoAgents();
    const tickets = checkThenAct(bench, 5_000);
    const runIds = await race(bench);
    expect(tickets).toEqual(['A-1']);
    const made = runIds.map((runId) => (bench.toolStep(runId).result as { made: boolean }).made); // safe because the receiver answers so
    expect(made.toSorted()).toEqual([false, true]);
  });

  it('makes two where the tools name no resource: the race is one', async () => {
    const bench = twoAgents({});
    const tickets = checkThenAct(bench, 4_000);
    await race(bench);
    expect(tickets).toEqual(['A-1', 'A-1']);
  });
});

describe('a busy resource', () => {
  it('is waited for without an attempt, by its name and holder, and the run is woken when it is free', async () => {
    const bench = twoAgents();
    checkThenAct(bench, 40_000);
    await new KillableProcess(bench).start();
    const first = await bench.start();
    await bench.clock.runUntil(() => bench.state(first).steps[1]?.status === 'running');
    const second = await bench.start({ order_id: 'second' });
    await bench.untilStatus(second, 'waiting', 'timer');
    await bench.clock.runUntil(() => {
      const items = bench.store.runs.get(second)?.waiting?.items ?? [];
      return items.some(({ kind, id }) => kind === 'resource' && id === 'order:A-1');
    });
    expect(bench.store.runs.get(second)?.waiting?.items).toMatchObject([
      { holder: { runId: first, step: 2 } },
    ]);
    await bench.clock.runUntil(() => bench.toolStep(first).status === 'succeeded');
    const freeMs = bench.clock.now();
    await bench.clock.runUntil(() => bench.toolStep(second).attempts.length > 0);
    expect(bench.clock.now() - freeMs).toBeLessThan(100);
    await done(bench, first, second);
    expect(outcomes(bench, second)).toEqual(['succeeded']);
  });

  it('is found free by asking alone', async () => {
    const bench = twoAgents();
    checkThenAct(bench, 20_000);
    bench.store.wakeWaiting = async () => [];
    await new KillableProcess(bench, { slots: 1 }).start();
    await new KillableProcess(bench, { slots: 1 }).start();
    await done(bench, await bench.start(), await bench.start({ order_id: 'second' }));
  });

  it('is taken by one call of a run after the other', async () => {
    const turns = [answers(refund('A-1', 1), refund('A-1', 2), refund('A-2', 3)), finishes('Done.')];
    const bench = openBench({ tools: [toolVersion(REFUND, BY_ORDER)], turns });
    const underway: string[][] = [];
    const open = new Set<string>();
    bench.receiver.call = async ({ arguments: args }) => {
      const call = JSON.stringify(args);
      open.add(call);
      underway.push([...open]);
      await bench.clock.sleep(3_000);
      open.delete(call);
      return { ok: true };
    };
    await new KillableProcess(bench).start();
    await done(bench, await bench.start());
    expect(underway.map((calls) => calls.filter((call) => call.includes('A-1')).length)).toEqual([1, 1, 1]);
    // The other resource waited for nobody.
    expect(Math.max(...underway.map((calls) => calls.length))).toBe(2);
  });

  it('is kept by a call whose worker died, until its own run has settled it', async () => {
    const bench = twoAgents();
    const first = await bench.start();
    const owner = new KillableProcess(bench, { diesAt: { gate: 'after send' } });
    await owner.start();
    await bench.clock.runUntil(() => owner.dead);
    const second = await bench.start({ order_id: 'second' });
    await new KillableProcess(bench).start();
    await bench.untilStatus(second, 'waiting', 'timer');
    expect(bench.receiver.effects).toHaveLength(1);
    await done(bench, first, second);
    expect(bench.receiver.effects.map(({ tool }) => tool)).toEqual([REFUND, OTHER]);
    expect(bench.toolStep(second).attempts[0]?.startedAt).toBeDefined();
    expect(Date.parse(bench.toolStep(second).attempts[0]?.startedAt ?? '')).toBeGreaterThanOrEqual(
      Date.parse(bench.toolStep(first).finishedAt ?? ''),
    );
  });

  it('stays busy while nobody knows whether the call happened, and is free once a person has said', async () => {
    const bench = openBench({
      tools: [toolVersion(REFUND, { ...BY_ORDER, effect: 'unsafe', risk: 'low', timeoutMs: 1_000 })],
      honoursKeys: false,
      agent: { limits: { deadlineMs: 7_200_000 } },
    });
    bench.receiver.faults = ['hang'];
    await new KillableProcess(bench).start();
    const first = await bench.start();
    await bench.clock.runUntil(() => {
      approveCalls(bench);
      return bench.store.runs.get(first)?.waiting?.reason === 'unknown_outcome';
    });
    const second = await bench.start();
    for (let minutes = 0; minutes < 30; minutes++) {
      await bench.clock.pass(60_000);
      approveCalls(bench);
    }
    expect(bench.toolStep(second).deferred).toMatchObject({ by: 'resource', holder: { runId: first } });
    expect(bench.toolStep(second).attempts).toEqual([]);
    // A wait of half an hour is not half an hour of rows.
    expect(bench.kinds(second).length).toBeLessThan(130);
    bench.decide(bench.onlyApproval(), 'happened', { answer: {} });
    await bench.clock.runUntil(() => {
      approveCalls(bench);
      return bench.status(second) === 'succeeded';
    });
    expect(bench.receiver.effects).toHaveLength(2);
  });

  it('can’t be named without its value: the call fails before anything is sent', async () => {
    const bench = openBench({ tools: [toolVersion(REFUND, { resourceKey: 'ticket:{mail_id}' })] });
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await done(bench, runId);
    expect(bench.toolStep(runId)).toMatchObject({
      status: 'failed',
      error: { code: 'resource_key_missing' },
    });
    expect(bench.receiver.calls).toEqual([]);
  });
});

describe('an effect in flight elsewhere', () => {
  it('wakes those who wait for it when it is settled, and leaves no attempts behind', async () => {
    const bench = openBench({
      tools: [toolVersion(REFUND, { keyTemplate: 'refund:{order_id}', timeoutMs: 100_000 })],
    });
    bench.receiver.afterEffect = () => bench.clock.sleep(90_000);
    await new KillableProcess(bench).start();
    const first = await bench.start();
    await bench.clock.runUntil(() => bench.receiver.calls.length === 1);
    const others = [await bench.start(), await bench.start()];
    await bench.clock.runUntil(() => bench.toolStep(first).status === 'succeeded');
    const settledMs = bench.clock.now();
    await done(bench, ...others);
    expect(bench.clock.now() - settledMs).toBeLessThan(200);
    for (const other of others) {
      // The claim that met it, and the one that was given its result.
      expect(outcomes(bench, other)).toEqual(['effect_in_flight', 'succeeded']);
      expect(bench.toolStep(other).resultSource).toBe('ledger');
    }
    expect(bench.receiver.calls).toHaveLength(1);
  });
});
