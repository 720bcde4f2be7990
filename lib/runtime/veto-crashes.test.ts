import { describe, expect, it } from 'vitest';
import type { PolicyVerdict } from '@/lib/domain/admission';
import { TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import { unexplainedRows } from './testing/explained-journal';
import { KillableProcess } from './testing/killable-process';
import { REFUND, RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';

const VETO_MS = 120_000;
const LOOK = { method: 'GET', url: 'https://receiver.example/effects/{key}' };
const ASKS: PolicyVerdict = {
  effect: 'ask',
  policyVersion: '1',
  rules: [{ id: 'refunds.announce', effect: 'ask', message: 'Refunds are announced.' }],
  veto: true,
};

function benchOf(effect: 'idempotent' | 'reconcilable'): RuntimeBench {
  const bench = new RuntimeBench({
    turns: [answers({ tool: REFUND, arguments: { order_id: 'A-1', amount: 5 } }), finishes('Done.')],
    tools: [toolVersion(REFUND, { effect, lookup: LOOK, compensateWith: { tool: REFUND } })],
    honoursKeys: effect === 'idempotent',
    agent: { escalation: { vetoMs: VETO_MS } },
  });
  bench.policy = { evaluate: async () => ASKS };
  return bench;
}

type Act = (bench: RuntimeBench, runId: string) => void;

/** Lives through its deaths, each followed by a new process; `act` is done once, when the first window is about to end. */
async function survive(bench: RuntimeBench, runId: string, deaths: readonly number[], act: Act | null) {
  let acted = act === null;
  let gates = 0;
  for (const diesAtGate of [...deaths, undefined]) {
    const process = new KillableProcess(bench, { diesAtGate });
    await process.start();
    await bench.clock.runUntil(() => {
      const [waiting] = bench.pendingApprovals();
      const endsMs = Date.parse(waiting?.request.expiresAt ?? '');
      if (!acted && endsMs - bench.clock.now() <= 1_000) {
        acted = true;
        act?.(bench, runId);
      }
      // Lost to a process that was away: a person lets it go.
      if (waiting?.request.onExpiry === 'reject') bench.decide(waiting, 'approve');
      return process.dead || bench.store.runs.get(runId)?.finishedAt !== null;
    });
    gates = process.gates;
    if (process.dead) continue;
    process.kill();
    break;
  }
  expect(bench.errors).toEqual([]);
  expect(unexplainedRows(bench.store.runs.get(runId)?.rows ?? [])).toEqual([]);
  return gates;
}

const objects: Act = (bench) => {
  const [waiting] = bench.pendingApprovals();
  if (waiting !== undefined) bench.decide(waiting, 'reject', { reason: 'Not this one.' });
};
const cancels: Act = (bench, runId) =>
  void bench.store.appendInput(runId, { type: 'cancel', by: TEST_ACTOR, reason: 'No more.' });

describe.each(['idempotent', 'reconcilable'] as const)('a veto window over a call that is %s', (effect) => {
  it('sends it once, wherever its process dies, and again while it recovers', async () => {
    const calm = benchOf(effect);
    const gates = await survive(calm, await calm.start(), [], null);
    expect(gates).toBeGreaterThan(10);
    for (let first = 1; first <= gates; first++) {
      for (const deaths of [[first], [first, 5]]) {
        const bench = benchOf(effect);
        const runId = await bench.start();
        await survive(bench, runId, deaths, null);
        expect(bench.receiver.effects, `having died at ${deaths}`).toHaveLength(1);
        expect(bench.status(runId)).toBe('succeeded');
      }
    }
  });

  it.each([
    ['objected to', objects],
    ['cancelled', cancels],
  ])('never sends what was %s, wherever its process dies', async (_what, act) => {
    const calm = benchOf(effect);
    const gates = await survive(calm, await calm.start(), [], act);
    for (let first = 1; first <= gates; first++) {
      for (const deaths of [[first], [first, 3]]) {
        const bench = benchOf(effect);
        await survive(bench, await bench.start(), deaths, act);
        expect(bench.receiver.calls, `having died at ${deaths}`).toEqual([]);
      }
    }
  });
});
