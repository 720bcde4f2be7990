// Sums over a time that ask a person: what counts, what is given back, and that two runs at once can't both pass.
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '@/lib/domain/json';
import { KillableProcess } from './testing/killable-process';
import { REFUND, type RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';
import { watchBenches } from './testing/watched-bench';

const openBench = watchBenches();
const DAY_MS = 86_400_000;

const PAY = toolVersion(REFUND, {
  inputSchema: {
    type: 'object',
    properties: { order_id: { type: 'string' }, amount: { type: 'number' }, iban: { type: 'string' } },
    required: ['order_id'],
  },
  amountPath: 'amount',
  amountUnit: 'EUR',
});
const WINDOW = { path: 'amount', groupBy: 'iban', above: 25_000, perMs: DAY_MS };
const AGENT = { escalation: { amountAbove: 20_000, windows: [WINDOW] } };

const pay = (order_id: string, amount: number, iban = 'DE89 3704 0044') => ({
  tool: REFUND,
  arguments: { order_id, amount, iban } satisfies JsonObject,
});

const open = (...calls: ReturnType<typeof pay>[]) => openWith(AGENT, ...calls);

async function openWith(agent: object, ...calls: ReturnType<typeof pay>[]) {
  const turns = [...calls.map((call) => answers(call)), finishes('Done.')];
  const bench = openBench({ turns, tools: [PAY], agent });
  await new KillableProcess(bench).start();
  return bench;
}
const reasonsOf = (bench: RuntimeBench) => bench.onlyApproval().reasons.map(({ rule }) => rule);
const counted = (bench: RuntimeBench) => bench.store.windows.amounts.map(({ amount }) => amount);

describe('a window', () => {
  it('asks about the third of three payments of 10 000, in words', async () => {
    const bench = await open(pay('A', 10_000), pay('B', 10_000, 'de8937040044'), pay('C', 10_000));
    const runId = await bench.start();
    await bench.untilStatus(runId, 'waiting', 'approval');
    expect(bench.receiver.effects).toHaveLength(2);
    expect(bench.onlyApproval().reasons).toEqual([
      {
        rule: 'escalation.windows',
        verdict: 'await_approval',
        message:
          'This call makes 30\u00a0000 EUR for iban “DE89 3704 0044” within 24 h, calls that wait included; above 25\u00a0000 EUR asks.',
      },
    ]);
    expect(counted(bench)).toEqual([10_000, 10_000, 10_000]);
  });

  it('asks about the third where all three stand in one answer of the model', async () => {
    const turns = [answers(pay('A', 10_000), pay('B', 10_000), pay('C', 10_000)), finishes('Done.')];
    const bench = openBench({ turns, tools: [PAY], agent: AGENT });
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'waiting', 'approval');
    expect(bench.onlyApproval().step).toBe(4);
    expect(reasonsOf(bench)).toEqual(['escalation.windows']);
  });

  it('asks about one of three that run at once', async () => {
    const bench = await open(pay('A', 10_000));
    const runs = [await bench.start(), await bench.start(), await bench.start()];
    await bench.clock.runUntil(() =>
      runs.every((runId) => ['waiting', 'succeeded'].includes(bench.status(runId) ?? '')),
    );
    expect(runs.map((runId) => bench.status(runId)).toSorted()).toEqual([
      'succeeded',
      'succeeded',
      'waiting',
    ]);
    expect(reasonsOf(bench)).toEqual(['escalation.windows']);
  });

  it('counts what waits, and gives back what a person rejected', async () => {
    const bench = await open(pay('A', 22_000));
    const first = await bench.start();
    await bench.untilStatus(first, 'waiting', 'approval');
    expect(reasonsOf(bench)).toEqual(['escalation.amountAbove']);
    const waiting = bench.onlyApproval();
    bench.model.turns = [answers(pay('B', 5_000)), finishes('Done.')];
    const second = await bench.start();
    await bench.untilStatus(second, 'waiting', 'approval');
    expect(counted(bench)).toEqual([22_000, 5_000]);
    bench.decide(waiting, 'reject', { reason: 'No.' });
    await bench.untilStatus(first, 'succeeded');
    expect(counted(bench)).toEqual([5_000]);
    const third = await bench.start();
    await bench.untilStatus(third, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(1);
  });

  it('counts what a person approved, and forgets it when its time is over', async () => {
    const escalation = { amountAbove: 20_000, windows: [{ ...WINDOW, perMs: 60_000 }] };
    const bench = await openWith({ escalation }, pay('A', 22_000));
    const first = await bench.start();
    await bench.untilStatus(first, 'waiting', 'approval');
    bench.decide(bench.onlyApproval(), 'approve');
    await bench.untilStatus(first, 'succeeded');
    bench.model.turns = [answers(pay('B', 5_000)), finishes('Done.')];
    const second = await bench.start();
    await bench.untilStatus(second, 'waiting', 'approval');
    bench.decide(bench.onlyApproval(), 'reject', { reason: 'Not today.' });
    await bench.untilStatus(second, 'succeeded');
    await bench.clock.pass(61_000);
    const third = await bench.start();
    await bench.untilStatus(third, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(2);
  });

  it('does not reopen what a person approved, whatever others make meanwhile', async () => {
    const bench = await open(pay('A', 10_000), pay('B', 10_000), pay('C', 10_000));
    const runId = await bench.start();
    await bench.untilStatus(runId, 'waiting', 'approval');
    const asked = bench.onlyApproval();
    bench.model.turns = [answers(pay('D', 9_000)), finishes('Done.')];
    const other = await bench.start();
    await bench.untilStatus(other, 'waiting', 'approval');
    bench.decide(asked, 'approve');
    bench.model.turns = [finishes('Done.')];
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(3);
    expect(bench.state(runId).steps.filter(({ status }) => status === 'succeeded')).not.toHaveLength(0);
  });

  it('keeps what may have been made, and gives back what was certainly not', async () => {
    const bench = await open(pay('A', 10_000));
    bench.receiver.faults.push('bad_request');
    const refused = await bench.start();
    await bench.untilStatus(refused, 'succeeded');
    expect(bench.toolStep(refused).status).toBe('failed');
    expect(counted(bench)).toEqual([]);
    for (let i = 0; i < 10; i++) bench.receiver.faults.push('lose_reply');
    const lost = await bench.start();
    await bench.clock.runUntil(() => ['waiting', 'succeeded'].includes(bench.status(lost) ?? ''));
    expect(counted(bench)).toEqual([10_000]);
  });

  it('sums each recipient for itself, and reads never', async () => {
    const bench = await open(pay('A', 20_000, 'DE1'), pay('B', 20_000, 'DE2'));
    const runId = await bench.start();
    await bench.untilStatus(runId, 'succeeded');
    const read = { ...PAY, definition: { ...PAY.definition, effect: 'read' as const } };
    const reading = openBench({
      turns: [answers(pay('A', 90_000)), finishes('Done.')],
      tools: [read],
      agent: AGENT,
    });
    await new KillableProcess(reading).start();
    await reading.untilStatus(await reading.start(), 'succeeded');
    expect(counted(reading)).toEqual([]);
  });

  it('asks where the amount can’t be read, or would take from the sum', async () => {
    const bench = await open(pay('A', -30_000));
    const runId = await bench.start();
    await bench.untilStatus(runId, 'waiting', 'approval');
    expect(reasonsOf(bench)).toEqual(['tool.amountPath', 'escalation.windows']);
    expect(counted(bench)).toEqual([]);
  });
});
