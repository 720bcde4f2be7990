// Several approvals of one run, decided in every order there is: while the process lives, dies by kill -9, is another build, and over a wait of 36 hours.
import { describe, expect, it } from 'vitest';
import type { NewApproval } from '@/lib/ports/run-store';
import { KillableProcess } from './testing/killable-process';
import { REFUND, type RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';
import { AMOUNT, refund, watchBenches } from './testing/watched-bench';

const openBench = watchBenches();
const HOUR_MS = 3_600_000;

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) => permutations(items.toSpliced(i, 1)).map((rest) => [item, ...rest]));
}

/** A run whose refunds all wait, each for a person. */
async function waitingFor(calls: number) {
  const orders = Array.from({ length: calls }, (_, i) => refund(`A-${i + 1}`, 900 + i));
  const bench = openBench({
    turns: [answers(...orders), finishes('Done.')],
    tools: [toolVersion(REFUND, AMOUNT)],
    agent: { escalation: { expiresMs: 48 * HOUR_MS } },
  });
  const process = new KillableProcess(bench);
  await process.start();
  const runId = await bench.start();
  await bench.untilStatus(runId, 'waiting', 'approval');
  const approvals = bench.pendingApprovals();
  expect(approvals).toHaveLength(calls);
  return { bench, runId, process, approvals };
}

/** Each refund once, under its own key, as it was shown; and the answers stand in the journal in the order in which they were given. */
function expectAllOnce(bench: RuntimeBench, runId: string, decided: readonly NewApproval[]) {
  const sent = bench.receiver.effects.map(({ key, arguments: args }) => ({ key, args }));
  const shown = decided.map(({ effectKey: key, arguments: args }) => ({ key, args }));
  const byKey = (one: { key: string }, other: { key: string }) => one.key.localeCompare(other.key);
  expect(sent.toSorted(byKey)).toEqual(shown.toSorted(byKey));
  expect(bench.state(runId).inputSeq).toBe(decided.length);
  expect(bench.pendingApprovals()).toEqual([]);
}

describe('parallel approvals in one run', () => {
  it.each(permutations([0, 1, 2, 3]))('in the order %i %i %i %i', async (...order) => {
    const { bench, runId, approvals } = await waitingFor(4);
    const decided = order.flatMap((place) => approvals[place] ?? []);
    for (const [i, approval] of decided.entries()) {
      bench.decide(approval, 'approve');
      // Half of them one by one, the others at one moment.
      if (i < 2) await bench.clock.runUntil(() => bench.receiver.effects.length === i + 1);
    }
    await bench.untilStatus(runId, 'succeeded');
    expectAllOnce(bench, runId, decided);
  });

  it.each(permutations([0, 1, 2]))('across kill -9, in the order %i %i %i', async (...order) => {
    const { bench, runId, approvals, process } = await waitingFor(3);
    const decided = order.flatMap((place) => approvals[place] ?? []);
    let living = process;
    for (const [i, approval] of decided.entries()) {
      bench.decide(approval, 'approve');
      // Before anybody looks, after the effect and before its reply is recorded, and in the middle of the next.
      if (i > 0) await bench.clock.runUntil(() => bench.receiver.effects.length >= i);
      living.kill();
      living = new KillableProcess(bench);
      await living.start();
    }
    await bench.untilStatus(runId, 'succeeded');
    expectAllOnce(bench, runId, decided);
  });

  it.each(permutations([0, 1, 2]))(
    'across a redeploy to another build, in the order %i %i %i',
    async (...order) => {
      const { bench, runId, approvals, process } = await waitingFor(3);
      const decided = order.flatMap((place) => approvals[place] ?? []);
      const [first, ...others] = decided;
      if (first === undefined) throw new Error('three approvals are pending');
      bench.decide(first, 'approve');
      await bench.clock.runUntil(() => bench.receiver.effects.length === 1);
      await process.dispatcher.stop(1_000);
      for (const approval of others) bench.decide(approval, 'approve');
      Object.assign(bench.ports, { runtimeVersion: 'the next build' });
      // A new version of the agent does not reach a run that goes on.
      Object.assign(bench.agent, { definition: { ...bench.agent.definition, description: 'Refunds less.' } });
      await new KillableProcess(bench).start();
      await bench.untilStatus(runId, 'succeeded');
      expectAllOnce(bench, runId, decided);
    },
  );

  it('across a redeploy with another version of the tool ask again about what is not sent yet', async () => {
    const { bench, runId, approvals, process } = await waitingFor(3);
    const [first, ...others] = approvals;
    if (first === undefined) throw new Error('three approvals are pending');
    bench.decide(first, 'approve');
    await bench.clock.runUntil(() => bench.receiver.effects.length === 1);
    await process.dispatcher.stop(1_000);
    for (const approval of others) bench.decide(approval, 'approve');
    bench.putTool(toolVersion(REFUND, AMOUNT, 2));
    await new KillableProcess(bench).start();
    await bench.clock.runUntil(() => bench.pendingApprovals().length === 2);
    expect(bench.receiver.effects).toHaveLength(1);
    for (const { request } of bench.pendingApprovals())
      expect(request.changed).toEqual([`${REFUND} changed from version 1 to 2.`]);
    for (const approval of bench.pendingApprovals()) bench.decide(approval, 'approve');
    await bench.untilStatus(runId, 'succeeded');
    expect(bench.receiver.effects).toHaveLength(3);
  });

  it('across a wait of 36 hours, most of which no process lives', async () => {
    const { bench, runId, approvals, process } = await waitingFor(3);
    const startedMs = bench.clock.now();
    await bench.clock.pass(HOUR_MS);
    process.kill();
    await bench.clock.pass(34 * HOUR_MS);
    await new KillableProcess(bench).start();
    await bench.clock.pass(HOUR_MS);
    expect(bench.clock.now() - startedMs).toBe(36 * HOUR_MS);
    expect(bench.status(runId)).toBe('waiting');
    for (const approval of approvals.toReversed()) bench.decide(approval, 'approve');
    await bench.untilStatus(runId, 'succeeded');
    expectAllOnce(bench, runId, approvals);
  });
});
