import { describe, expect, it } from 'vitest';
import { CodedError } from '@/lib/domain/errors';
import type { ModelHold } from '@/lib/domain/model-hold';
import type { TokenCounter } from '@/lib/ports/token-counter';
import { KillableProcess } from './testing/killable-process';
import type { BenchOptions, RuntimeBench } from './testing/runtime-bench';
import { answers, counting, finishes, type ScriptedAnswer } from './testing/scripted-model';
import { refund, watchBenches } from './testing/watched-bench';

const open = watchBenches();

/** What the provider counts for each call that reached it, answered or not; input costs 1 and output 2 micro-USD a token. */
const INPUT = 3_000;
const OUTPUT = 20;
const CALL = INPUT + 2 * OUTPUT;

const turn = (script: ScriptedAnswer) => counting(script, INPUT, OUTPUT);
const TWO_REFUNDS = [answers(refund('A-1')), answers(refund('A-2')), finishes('Done.')].map(turn);
const charged = (bench: RuntimeBench) => bench.model.requests.length * CALL;
const cost = (bench: RuntimeBench, runId: string) => bench.state(runId).usage.costMicroUsd;

async function begin(options: Partial<BenchOptions>, limits = {}) {
  const bench = open(options);
  await new KillableProcess(bench).start();
  return { bench, runId: await bench.start({ order_id: 'A-1' }, limits) };
}

/** Fails so many times before it goes by the script. */
function failing(times: number, error: CodedError): ScriptedAnswer[] {
  let left = times;
  return TWO_REFUNDS.map((script) => (request, signal) => {
    if (left-- > 0) throw error;
    return script(request, signal);
  });
}

describe('what a run has cost', () => {
  it('is never below what providers charged, wherever its processes die', async () => {
    const points = async (deaths: readonly number[]) => {
      const bench = open({ turns: TWO_REFUNDS });
      const runId = await bench.start();
      let gates = 0;
      for (const diesAtGate of [...deaths, undefined]) {
        const process = new KillableProcess(bench, { diesAtGate });
        await process.start();
        await bench.clock.runUntil(() => process.dead || bench.store.runs.get(runId)?.finishedAt !== null);
        gates = process.gates;
        process.kill();
      }
      expect(bench.status(runId), String(deaths)).toBe('succeeded');
      expect(cost(bench, runId), String(deaths)).toBeGreaterThanOrEqual(charged(bench));
      expect(bench.store.runs.get(runId)?.rows.reduce((sum, row) => sum + row.costMicroUsd, 0)).toBe(
        cost(bench, runId),
      );
      expect(bench.state(runId).steps.every((step) => step.kind !== 'model' || step.held === null)).toBe(
        true,
      );
      return gates;
    };
    const gates = await points([]);
    for (let first = 1; first <= gates; first++) {
      const later = await points([first]);
      for (let second = 1; second <= later; second += 3) await points([first, second]);
    }
  });

  it('holds what is counted exactly where nothing is lost', async () => {
    const { bench, runId } = await begin({ turns: TWO_REFUNDS });
    await bench.untilStatus(runId, 'succeeded');
    expect(cost(bench, runId)).toBe(3 * CALL);
    expect(bench.state(runId).steps.some((step) => step.kind === 'model' && step.estimated)).toBe(false);
  });

  it.each([
    ['timeout', 'retryable', 2],
    ['http_500', 'retryable', 2],
    ['http_429', 'retryable', 0],
    ['connect_failed', 'retryable', 0],
  ] as const)(
    'counts a call that ended with %s (%s) as what was held where it may have been charged',
    async (code, errorClass, estimated) => {
      const { bench, runId } = await begin({
        turns: failing(2, new CodedError(code, errorClass, 'It failed.')),
      });
      await bench.untilStatus(runId, 'succeeded');
      const [first] = bench.state(runId).steps;
      if (first?.kind !== 'model') throw new Error('the first step is the model');
      expect(first.estimated).toBe(estimated > 0);
      const extra = cost(bench, runId) - 3 * CALL;
      // Prompt and tools of the bench are some 3 000 bytes, and the longest answer 4 096 tokens.
      if (estimated === 0) expect(extra).toBe(0);
      else expect(extra).toBeGreaterThan(estimated * (2_000 + 2 * 4_096));
    },
  );

  it('stays within its bound while the model loops, fails and is lost', async () => {
    const loop = Array.from({ length: 60 }, (_, i) => turn(answers(refund(`A-${i}`))));
    const flaky = loop.map((script, i): ScriptedAnswer => {
      let failed = false;
      return (request, signal) => {
        if (i % 3 === 0 && !failed) {
          failed = true;
          throw new CodedError('timeout', 'retryable', 'Time ran out.');
        }
        return script(request, signal);
      };
    });
    const bench = open({
      turns: flaky,
      agent: { limits: { maxCostMicroUsd: 100_000, maxSteps: 1_000, maxToolCalls: 1_000 } },
    });
    const runId = await bench.start();
    for (const diesAtGate of [9, 14, 23, undefined]) {
      const process = new KillableProcess(bench, { diesAtGate });
      await process.start();
      await bench.clock.runUntil(() => process.dead || bench.status(runId) === 'waiting');
      expect(cost(bench, runId)).toBeLessThanOrEqual(100_000);
      if (!process.dead) break;
    }
    expect(bench.state(runId).bound?.bound).toBe('cost');
    expect(charged(bench)).toBeLessThanOrEqual(100_000);
    expect(bench.store.runs.get(runId)?.summary?.partial).not.toBeNull();
  });
});

describe('what is held where the tokenizer is known', () => {
  it('is what it counts, until the provider has counted; the row says which', async () => {
    const holds = async (tokens?: TokenCounter) => {
      const { bench, runId } = await begin({ turns: TWO_REFUNDS, tokens });
      await bench.untilStatus(runId, 'succeeded');
      expect(cost(bench, runId)).toBe(charged(bench));
      const rows = bench.store.runs.get(runId)?.rows ?? [];
      return rows.flatMap(({ kind, payload }) => {
        const { type, held } = JSON.parse(payload);
        return kind === 'intent' && type === 'model' ? [held as ModelHold] : []; // safe because intents of models hold it
      });
    };
    const inBytes = await holds();
    const inTokens = await holds({ tokenizer: 'o200k_base', count: (text) => Math.ceil(text.length / 4) });
    expect(inTokens.map((held) => held.tokenizer)).toEqual(['o200k_base', 'o200k_base', 'o200k_base']);
    expect(inBytes.map((held) => held.tokenizer)).toEqual([undefined, undefined, undefined]);
    expect(inTokens[0]?.inputTokens).toBeLessThan((inBytes[0]?.inputTokens ?? 0) / 2);
    expect(inTokens[0]?.fixedBytes).toBe(inBytes[0]?.fixedBytes);
  });
});
