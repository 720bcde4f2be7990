import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CodedError } from '@/lib/domain/errors';
import type { RunInput } from '@/lib/domain/run-input';
import type { StopScope } from '@/lib/domain/stop';
import { TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import { unexplainedRows } from './testing/explained-journal';
import type { ReceiverFault } from './testing/fake-receiver';
import { KillableProcess } from './testing/killable-process';
import { REFUND, RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes, type ScriptedAnswer } from './testing/scripted-model';
import { AMOUNT, refund } from './testing/watched-bench';

/** One history: what the world does, when processes die, what people do, in an order that the numbers fix. */
const history = fc.record({
  effect: fc.constantFrom('idempotent', 'reconcilable', 'unsafe' as const),
  keyed: fc.boolean(),
  amounts: fc.array(fc.constantFrom(5, 900), { minLength: 1, maxLength: 3 }),
  faults: fc.array(
    fc.option(
      fc.constantFrom<ReceiverFault>('refuse', 'bad_request', 'lose_reply', 'hang', 'hang_before', 'late'),
    ),
    { maxLength: 5 },
  ),
  deaths: fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 3 }),
  decisions: fc.array(fc.constantFrom('approve', 'reject' as const), { maxLength: 3 }),
  inputs: fc.array(
    fc.record({
      atMs: fc.integer({ min: 0, max: 20_000 }),
      type: fc.constantFrom('pause', 'resume', 'cancel' as const),
    }),
    { maxLength: 3 },
  ),
  stops: fc.array(
    fc.record({
      atMs: fc.integer({ min: 0, max: 20_000 }),
      forMs: fc.integer({ min: 0, max: 40_000 }),
      scope: fc.constantFrom<StopScope>('global', 'agent:refunds'),
    }),
    { maxLength: 2 },
  ),
  /** How often the last answer of the model fails for good; somebody redrives the run each time. */
  outages: fc.integer({ min: 0, max: 2 }),
});
type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

function open({ effect, keyed, amounts, faults, outages }: History): RuntimeBench {
  let left = outages;
  const lastAnswer: ScriptedAnswer = (request, signal) => {
    if (left-- > 0) throw new CodedError('http_401', 'fatal', 'The key is not valid.');
    return finishes('Done.')(request, signal);
  };
  const template = keyed ? { keyTemplate: 'refund:{order_id}' } : {};
  const bench = new RuntimeBench({
    turns: [answers(...amounts.map((amount, i) => refund(`A-${i}`, amount))), lastAnswer],
    tools: [toolVersion(REFUND, { ...AMOUNT, ...template, effect, timeoutMs: 2_000 })],
    honoursKeys: effect === 'idempotent',
    // Nobody looks in the first minute: what was asked by then is asked of the next level.
    agent: {
      escalation: {
        expiresMs: 45_000,
        onExpiry: 'escalate',
        escalateTo: [{ role: 'admin', expiresMs: 120_000 }],
      },
    },
  });
  bench.receiver.faults = [...faults];
  return bench;
}

/** People answer what is asked, once a minute has passed: outcomes by the receiver's own books, calls as the history says. */
function answerQuestions(bench: RuntimeBench, decisions: ('approve' | 'reject')[]): void {
  for (const approval of bench.pendingApprovals()) {
    if (approval.kind === 'tool_call') bench.decide(approval, decisions.shift() ?? 'approve');
    else {
      const happened = bench.receiver.countOf(approval.effectKey) > 0;
      bench.decide(approval, happened ? 'happened' : 'did_not_happen', happened ? { answer: {} } : {});
    }
  }
}

async function live(bench: RuntimeBench, runId: string, given: History): Promise<void> {
  const startMs = bench.clock.now();
  const decisions = [...given.decisions];
  const inputs = given.inputs.toSorted((a, b) => a.atMs - b.atMs);
  const deaths = [...given.deaths];
  const stops = stopActs(bench, given);
  const redrives = { left: given.outages };
  let process = new KillableProcess(bench, { diesAtGate: deaths.shift() });
  await process.start();
  for (let lookedMs = 0; goesOn(bench, runId, redrives.left); lookedMs += 500) {
    if (lookedMs > 2 * 3_600_000) throw new Error('the run does not end');
    await bench.clock.pass(500);
    while (inputs[0] && startMs + inputs[0].atMs <= bench.clock.now())
      told(bench, runId, inputs.shift()?.type);
    while (stops[0] && startMs + stops[0].atMs <= bench.clock.now()) stops.shift()?.act();
    if (bench.status(runId) === 'failed') {
      redrives.left -= 1;
      bench.store.redrive(runId, { type: 'redrive', by: TEST_ACTOR, reason: 'It is back.', limits: {} });
    }
    // Late is within timeout and margin: what comes later than that is beyond what a look-up can promise.
    if (lookedMs % 2_000 === 0) bench.receiver.releaseLate();
    if (lookedMs % 60_000 === 0) {
      answerQuestions(bench, decisions);
      if (inputs.length === 0) told(bench, runId, 'resume'); // nobody leaves it paused for ever
    }
    if (process.dead) {
      process = new KillableProcess(bench, { diesAtGate: deaths.shift() });
      await process.start();
    }
  }
  process.kill();
}

/** Until it ends for good: a run that failed is redriven as often as the history says. */
function goesOn(bench: RuntimeBench, runId: string, redrives: number): boolean {
  const run = bench.store.runs.get(runId);
  return run?.finishedAt === null || (run?.status === 'failed' && redrives > 0);
}

/** Each stop and its lift, in the order of their times. A scope that is stopped is not stopped again. */
function stopActs(bench: RuntimeBench, { stops }: History) {
  const standing = new Map<StopScope, number>();
  return stops
    .flatMap(({ atMs, forMs, scope }, i) => [
      {
        atMs,
        act: () => {
          if (standing.has(scope)) return;
          standing.set(scope, i);
          bench.store.stops.set(scope, TEST_ACTOR, 'Look first.');
        },
      },
      {
        atMs: atMs + forMs,
        act: () => {
          if (standing.get(scope) !== i) return;
          standing.delete(scope);
          bench.store.stops.lift(scope);
        },
      },
    ])
    .sort((a, b) => a.atMs - b.atMs);
}

function told(bench: RuntimeBench, runId: string, type: 'pause' | 'resume' | 'cancel' | undefined): void {
  const run = bench.store.runs.get(runId);
  if (type === undefined || run === undefined || run.finishedAt !== null) return;
  const base = { by: TEST_ACTOR, reason: 'As it goes.' };
  const input: RunInput = type === 'resume' ? { ...base, type, limits: {} } : { ...base, type };
  bench.store.appendInput(runId, input);
}

describe('whatever happens to a run', () => {
  it('has each effect at most once, ends, explains itself, and leaves no effect in progress', async () => {
    await fc.assert(
      fc.asyncProperty(history, async (given) => {
        const bench = open(given);
        const runId = await bench.start();
        await live(bench, runId, given);
        bench.receiver.releaseLate();
        const keys = bench.receiver.effects.map((effect) => effect.key);
        expect(keys.length).toBe(new Set(keys).size);
        expect(bench.errors).toEqual([]);
        expect(unexplainedRows(bench.store.runs.get(runId)?.rows ?? [])).toEqual([]);
        const state = bench.state(runId);
        for (const step of state.steps) {
          if (step.kind !== 'tool' || step.call === null) continue;
          const { effectKey, keyScope } = step.call;
          const scope = keyScope === 'run' ? 'run' : `tool:${step.tool}`;
          const effect = bench.store.effects.read({ scope, key: effectKey });
          expect(effect?.status).not.toBe('in_progress');
          // What the ledger calls certain is what the receiver has in its books.
          const happened = bench.receiver.countOf(effectKey) > 0;
          if (effect?.status === 'succeeded') expect(happened).toBe(true);
          if (effect?.status === 'failed_final') expect(happened).toBe(false);
          if (step.status === 'rejected' || step.status === 'denied') expect(happened).toBe(false);
        }
        expect(bench.pendingApprovals()).toEqual([]);
      }),
      { numRuns: 300, seed: 20260301 },
    );
  }, 180_000);
});
