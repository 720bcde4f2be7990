// Runs that their money stops again and again and that keep some of it for a summary: what both kinds of tests of summaries look at.
import type { RunInput } from '@/lib/domain/run-input';
import { TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import type { BenchOptions, RuntimeBench } from './runtime-bench';
import { answers, counting, says } from './scripted-model';
import { refund } from './watched-bench';

const LOOP = Array.from({ length: 40 }, (_, i) => counting(answers(refund(`A-${i}`)), 2_000, 20));
export const LIMIT = { maxCostMicroUsd: 16_000 };
export const RESERVE = 4_000;
export const TOTAL = { scope: 'global', period: 'total' } as const;
export const SAID = 'Some were refunded.';

export const resume = (limits: object): RunInput => ({
  type: 'resume',
  by: TEST_ACTOR,
  reason: 'On.',
  limits,
});

export const summaries = (bench: RuntimeBench) =>
  bench.model.requests.filter(({ tools }) => tools.length === 0);

export const partial = (bench: RuntimeBench, runId: string) => bench.store.runs.get(runId)?.summary?.partial;

type Open = (options: BenchOptions) => RuntimeBench;

export function summedBench(open: Open, reserve = RESERVE, over: Partial<BenchOptions> = {}): RuntimeBench {
  const bench = open({
    ...over,
    turns: LOOP,
    agent: { limits: { maxSteps: 200, maxToolCalls: 200 }, summaryReserveMicroUsd: reserve },
  });
  bench.model.summary = counting(says(SAID), 1_200, 60);
  return bench;
}
