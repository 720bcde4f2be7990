// A read whose tool says for how long is spared where an earlier one stands for it, whoever made it.
import { describe, expect, it } from 'vitest';
import { foldJournal } from './fold';
import { unexplainedRows } from './testing/explained-journal';
import { KillableProcess } from './testing/killable-process';
import { begun, LOOKUP, lookup, MINUTES, PRICE, read, reuseBench, runs } from './testing/reuse-bench';
import { REFUND } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';
import { watchBenches } from './testing/watched-bench';

const open = watchBenches();

describe('a read that may be reused', () => {
  it('is made once, and stands for the same read of other runs: nothing is sent, charged or counted as a call', async () => {
    const bench = await begun(open);
    const asked: string[] = [];
    const { gates } = bench;
    bench.gates = {
      enter: (request) => {
        asked.push(`${request.runId} ${request.called.kind}`);
        return gates.enter(request);
      },
    };
    const [first = '', second = ''] = await runs(bench, 2);
    expect(bench.receiver.calls).toHaveLength(1);
    expect(bench.toolStep(first)).toMatchObject({
      resultSource: 'call',
      takenFrom: null,
      costMicroUsd: PRICE,
    });
    const at = bench.toolStep(first).startedAt;
    expect(bench.toolStep(second)).toMatchObject({
      status: 'succeeded',
      resultSource: 'reuse',
      takenFrom: { runId: first, step: 2, at, latencyMs: expect.any(Number), costMicroUsd: PRICE },
      costMicroUsd: 0,
      held: null,
      admission: { verdict: 'admit' },
      result: bench.toolStep(first).result,
    });
    expect(bench.state(second).usage.toolCalls).toBe(0);
    expect(asked.filter((one) => one === `${second} tool`)).toEqual([]);
    expect(bench.state(second).usage.costMicroUsd).toBe(bench.state(first).usage.costMicroUsd - PRICE);
    expect(bench.state(second).context.at(2)).toMatchObject({ role: 'tool', content: { answer: 1 } });
    expect(unexplainedRows(bench.store.runs.get(second)?.rows ?? [])).toEqual([]);
  });

  it('keeps its taint and its privacy, and what follows is judged by them', async () => {
    const bench = await begun(open, { untrustedOutput: true, privateData: true });
    const [, second = ''] = await runs(bench, 2);
    expect(bench.toolStep(second)).toMatchObject({ resultSource: 'reuse', tainted: true });
    expect(bench.state(second)).toMatchObject({ tainted: true, privateDataSeen: true });
  });

  it('is made anew when its time is over, when its tool has another version, and for other arguments', async () => {
    const bench = await begun(open);
    await runs(bench, 1);
    await bench.clock.pass(10 * MINUTES + 1);
    const [second = ''] = await runs(bench, 1);
    expect(bench.toolStep(second)).toMatchObject({ resultSource: 'call', result: { answer: 2 } });
    bench.putTool(lookup({ timeoutMs: 4_000 }, 2));
    const [third = ''] = await runs(bench, 1);
    expect(bench.toolStep(third)).toMatchObject({ resultSource: 'call', result: { answer: 3 } });
    bench.model.turns = [answers(read('B-2')), finishes('Done.')];
    const [fourth = '', fifth = ''] = await runs(bench, 2);
    expect(bench.toolStep(fourth)).toMatchObject({ resultSource: 'call', result: { answer: 4 } });
    expect(bench.toolStep(fifth)).toMatchObject({ takenFrom: { runId: fourth }, result: { answer: 4 } });
  });

  it('is made each time where its tool says nothing, and where its secret is not there', async () => {
    const bench = await begun(open, { cacheMs: undefined });
    await runs(bench, 2);
    const headers = { authorization: 'Bearer {{secret:ORDERS_KEY}}' };
    const http = { method: 'GET', url: 'https://receiver.example/orders', headers };
    bench.putTool(lookup({ http }, 2));
    await runs(bench, 2);
    expect(bench.receiver.calls).toHaveLength(4);
    bench.results.secrets.set('ORDERS_KEY', 1);
    await runs(bench, 2);
    expect(bench.receiver.calls).toHaveLength(5);
    bench.results.secrets.set('ORDERS_KEY', 2);
    await runs(bench, 1);
    expect(bench.receiver.calls).toHaveLength(6);
  });

  it('is not kept where it failed or broke its contract', async () => {
    const bench = await begun(open);
    bench.receiver.faults = ['bad_request'];
    const [first = '', second = ''] = await runs(bench, 2);
    expect(bench.toolStep(first).status).toBe('failed');
    expect(bench.toolStep(second)).toMatchObject({ status: 'succeeded', resultSource: 'call' });
  });

  it('is spared at a later attempt too, which counts as the call that it was', async () => {
    const bench = await begun(open);
    const failing = await bench.start();
    bench.receiver.faults = ['refuse'];
    await bench.clock.runUntil(() => bench.toolStep(failing).status === 'retrying');
    const call = {
      tool: LOOKUP,
      toolVersion: 1,
      argumentHash: bench.toolStep(failing).call?.argumentHash ?? '',
    };
    const { asked } = await bench.results.find({ ...call, secrets: [] }, null);
    if (asked === null) throw new Error('it stands already');
    const from = { runId: 'another', step: 7, latencyMs: 3, costMicroUsd: 0 };
    await bench.results.keep(
      asked,
      { value: { answer: 99 }, tainted: false, privateData: false, from },
      MINUTES,
    );
    await bench.untilStatus(failing, 'succeeded');
    expect(bench.toolStep(failing)).toMatchObject({ resultSource: 'reuse', result: { answer: 99 } });
    expect(bench.toolStep(failing).attempts.map(({ outcome }) => outcome)).toEqual(['error', 'succeeded']);
    expect(bench.state(failing).usage.toolCalls).toBe(1);
  });

  it('is made by both where two ask at once; later ones reuse the one that was asked for last', async () => {
    const bench = await begun(open);
    const both = [await bench.start(), await bench.start()];
    for (const runId of both) await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.calls).toHaveLength(2);
    await runs(bench, 1);
    expect(bench.receiver.calls).toHaveLength(2);
  });

  it('is made anew by a run that has acted since, and by no other', async () => {
    const refund = { tool: REFUND, arguments: { order_id: 'A-1', amount: 5 } };
    const turns = [answers(read()), answers(refund), answers(read()), answers(read()), finishes('Done.')];
    const bench = await begun(open, {}, turns);
    bench.model.beforeConnect = () => bench.clock.sleep(1_500);
    const runId = await bench.start();
    await bench.untilStatus(runId, 'succeeded');
    const sources = [2, 6, 8].map((step) => bench.toolStep(runId, step).resultSource);
    expect(sources).toEqual(['call', 'call', 'reuse']);
    expect(bench.toolStep(runId, 8).takenFrom).toMatchObject({ runId, step: 6 });
  });

  it.each([-6_000, 6_000])(
    "is made anew by a run that has acted since, where the store's clock is %i ms ahead",
    async (aheadMs) => {
      const refund = { tool: REFUND, arguments: { order_id: 'A-1', amount: 5 } };
      const turns = [answers(read()), answers(refund), answers(read()), finishes('Done.')];
      const bench = await begun(open, {}, turns);
      bench.results.aheadMs = aheadMs;
      bench.model.beforeConnect = () => bench.clock.sleep(5_000);
      const runId = await bench.start();
      await bench.untilStatus(runId, 'succeeded');
      expect([2, 6].map((step) => bench.toolStep(runId, step).resultSource)).toEqual(['call', 'call']);
    },
  );

  it('is made anew after the last effect there was, also where a later one was written down by a clock that is behind', async () => {
    const refund = (id: string) => answers({ tool: REFUND, arguments: { order_id: id, amount: 5 } });
    const bench = await begun(open, {}, [refund('A-1'), refund('A-2'), finishes('Done.')]);
    bench.model.beforeConnect = () => bench.clock.sleep(5_000);
    const runId = await bench.start();
    await bench.untilStatus(runId, 'succeeded');
    const rows = bench.store.runs.get(runId)?.rows ?? [];
    const of = (step: number) => bench.toolStep(runId, step).attempts.at(-1);
    const first = of(2)?.finishedAt ?? '';
    const behind = (at: string) => new Date(Date.parse(at) - 20_000).toISOString();
    const second = rows.findIndex(({ at }) => at >= (of(4)?.startedAt ?? ''));
    const skewed = rows.map((row, i) => (i < second ? row : { ...row, at: behind(row.at) }));
    expect(foldJournal(rows).lastEffectAt).toBe(of(4)?.finishedAt);
    expect(foldJournal(skewed).lastEffectAt).toBe(first);
  });
});

describe('a process that dies around a reused read', () => {
  it('leaves a run that ends as if it had not, at any one point, and pays for one read at most once too often', async () => {
    const turns = [answers(read(), read('B-2')), answers(read()), finishes('Done.')];
    const survive = async (diesAtGate?: number) => {
      const bench = reuseBench(open, {}, turns);
      const first = await bench.start();
      let gates = 0;
      for (const gate of diesAtGate === undefined ? [undefined] : [diesAtGate, undefined]) {
        const process = new KillableProcess(bench, { diesAtGate: gate });
        await process.start();
        const over = () => bench.store.runs.get(first)?.finishedAt !== null;
        await bench.clock.runUntil(() => process.dead || over());
        gates = process.gates;
        if (!process.dead) process.kill();
      }
      const rows = bench.store.runs.get(first)?.rows ?? [];
      expect(bench.status(first), `died at ${diesAtGate}`).toBe('succeeded');
      expect(unexplainedRows(rows), `died at ${diesAtGate}`).toEqual([]);
      expect(bench.receiver.calls.length).toBeLessThanOrEqual(diesAtGate === undefined ? 2 : 4);
      const { usage, steps } = bench.state(first);
      expect(rows.reduce((sum, row) => sum + row.costMicroUsd, 0)).toBe(usage.costMicroUsd);
      for (const step of steps) if (step.kind === 'tool') expect(step.result).not.toBeNull();
      await bench.store.budgets.count(1_000);
      expect(bench.store.budgets.holds.all()).toEqual([]);
      expect(bench.errors).toEqual([]);
      return gates;
    };
    const gates = await survive();
    expect(gates).toBeGreaterThan(15);
    for (let gate = 1; gate <= gates; gate++) await survive(gate);
  });
});
