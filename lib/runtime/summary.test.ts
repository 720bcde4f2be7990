// A run that is stopped by what it may spend is summed up once, out of what was kept back for it.
import { describe, expect, it } from 'vitest';
import { CodedError } from '@/lib/domain/errors';
import { TEST_ACTOR } from '@/lib/ports/testing/journal-builder';
import { decodeRow } from './decode-row';
import { KillableProcess } from './testing/killable-process';
import { type BenchOptions, REFUND, type RuntimeBench, toolVersion } from './testing/runtime-bench';
import { answers, finishes, says } from './testing/scripted-model';
import { LIMIT, partial, RESERVE, resume, SAID, summaries, summedBench, TOTAL } from './testing/summed-bench';
import { refund, watchBenches } from './testing/watched-bench';

const open = watchBenches();
const benchOf = (reserve?: number, over?: Partial<BenchOptions>) => summedBench(open, reserve, over);
const factsOf = (bench: RuntimeBench, runId: string) =>
  (bench.store.runs.get(runId)?.rows ?? []).flatMap((row) => {
    const { kind, payload } = decodeRow(row);
    return kind === 'fact' ? [payload.type] : [];
  });

describe('a last summary', () => {
  it.each([
    ['cost', LIMIT, { maxCostMicroUsd: 40_000 }, 16_000],
    ['tokens', { maxTokens: 24_000 }, { maxTokens: 60_000 }, 24_000],
  ] as const)(
    'is written once at the bound of %s, within it, and again after the run went on',
    async (name, tight, raised, most) => {
      const bench = benchOf();
      await new KillableProcess(bench).start();
      const runId = await bench.start({ order_id: 'A-1' }, tight);
      await bench.untilStatus(runId, 'waiting', 'limit');
      const { usage, bound, context } = bench.state(runId);
      expect(bound?.bound).toBe(name);
      expect(name === 'cost' ? usage.costMicroUsd : usage.tokens).toBeLessThanOrEqual(most);
      expect(partial(bench, runId)).toMatchObject({
        summary: SAID,
        results: expect.arrayContaining([expect.objectContaining({ step: 4 })]),
      });
      expect(summaries(bench)).toHaveLength(1);
      expect(summaries(bench)[0]?.maxOutputTokens).toBeLessThanOrEqual(400);
      expect(JSON.stringify(summaries(bench)[0]?.messages)).toContain('A-1');
      // It is no part of the conversation.
      expect(JSON.stringify(context)).not.toContain(SAID);

      bench.model.summary = says('More were refunded.');
      bench.store.appendInput(runId, resume(raised));
      await bench.clock.runUntil(() => summaries(bench).length === 2);
      await bench.untilStatus(runId, 'waiting', 'limit');
      expect(bench.state(runId).usage.steps).toBeGreaterThan(usage.steps + 2);
      expect(partial(bench, runId)).toMatchObject({ summary: 'More were refunded.' });
      expect(factsOf(bench, runId)).toEqual(['bound', 'bound']);
    },
  );

  it('is paid for by what other calls may not touch', async () => {
    const bench = benchOf();
    await new KillableProcess(bench).start();
    const runId = await bench.start({ order_id: 'A-1' }, LIMIT);
    await bench.untilStatus(runId, 'waiting', 'limit');
    let spent = 0;
    for (const row of bench.store.runs.get(runId)?.rows ?? []) {
      const { kind, payload } = decodeRow(row);
      if (kind === 'intent' && payload.type === 'model') {
        const most = payload.purpose === 'summary' ? RESERVE : LIMIT.maxCostMicroUsd - RESERVE - spent;
        expect(payload.held?.microUsd).toBeLessThanOrEqual(most);
      }
      if (kind === 'result' && payload.type === 'model') spent += payload.costMicroUsd;
    }
    expect(spent).toBe(bench.state(runId).usage.costMicroUsd);
  });

  it('is written where a budget has room for it, once however often the budget is asked again', async () => {
    const bench = benchOf();
    bench.store.budgets.put(TOTAL, 20_000);
    await new KillableProcess(bench).start();
    const runId = await bench.start();
    await bench.untilStatus(runId, 'waiting', 'budget');
    expect(partial(bench, runId)).toMatchObject({ summary: SAID });
    await bench.clock.pass(3_600_000);
    expect(bench.store.runs.get(runId)?.waiting?.reason).toBe('budget');
    expect(summaries(bench)).toHaveLength(1);
    const [present] = bench.store.budgets.periodsOf(TOTAL);
    expect(present).toMatchObject({ heldMicroUsd: 0, overrunMicroUsd: 0 });
    expect(present?.spentMicroUsd).toBe(bench.state(runId).usage.costMicroUsd);
    expect(present?.spentMicroUsd).toBeLessThanOrEqual(20_000);
    bench.model.turns = [finishes('Enough.')];
    bench.store.budgets.put(TOTAL, 1_000_000);
    await bench.store.hasten([runId]);
    await bench.untilStatus(runId, 'succeeded');
    expect(summaries(bench)).toHaveLength(1);
  });

  it('leaves a call of a tool open that its price stopped, and what is kept back alone', async () => {
    for (const budget of [null, 18_000]) {
      const bench = benchOf(RESERVE, { tools: [toolVersion(REFUND, { price: { perCallMicroUsd: 8_000 } })] });
      if (budget !== null) bench.store.budgets.put(TOTAL, budget);
      await new KillableProcess(bench).start();
      const runId = await bench.start(
        { order_id: 'A-1' },
        budget === null ? { maxCostMicroUsd: 20_000 } : {},
      );
      await bench.untilStatus(runId, 'waiting', budget === null ? 'limit' : 'budget');
      expect(partial(bench, runId)).toMatchObject({ summary: SAID });
      const { usage, steps } = bench.state(runId);
      expect(usage.costMicroUsd).toBeLessThanOrEqual(budget ?? 20_000);
      expect(steps.map(({ kind, status }) => `${kind} ${status}`).slice(-2)).toEqual([
        'tool proposed',
        'model succeeded',
      ]);
      bench.model.turns = [...bench.model.turns.slice(0, 2), finishes('Enough.')];
      if (budget === null) bench.store.appendInput(runId, resume({ maxCostMicroUsd: 90_000 }));
      else {
        bench.store.budgets.put(TOTAL, 1_000_000);
        await bench.store.hasten([runId]);
      }
      await bench.untilStatus(runId, 'succeeded');
      expect(summaries(bench)).toHaveLength(1);
    }
  });

  it('is not waited for where a budget has no room, nor asked for before anything was done', async () => {
    const bench = benchOf(100);
    bench.store.budgets.put({ scope: 'global', period: 'total' }, 12_000);
    await new KillableProcess(bench).start();
    const late = await bench.start();
    await bench.untilStatus(late, 'waiting', 'budget');
    const early = await bench.start();
    await bench.untilStatus(early, 'waiting', 'budget');
    expect(summaries(bench)).toHaveLength(0);
    expect(factsOf(bench, late)).toEqual(['deferred', 'deferred', 'no_summary']);
    expect(factsOf(bench, early)).toEqual(['deferred', 'deferred']);
    expect(partial(bench, late)).not.toHaveProperty('summary');
  });

  it.each([
    ['fails', () => Promise.reject(new CodedError('http_503', 'retryable', 'Busy.'))],
    ['is empty', says(null)],
    ['asks for calls', answers(refund('A-9'))],
  ] as const)('that %s is not repeated: the run stops with what it has', async (_name, summary) => {
    const bench = benchOf();
    bench.model.summary = summary;
    await new KillableProcess(bench).start();
    const runId = await bench.start({ order_id: 'A-1' }, LIMIT);
    await bench.untilStatus(runId, 'waiting', 'limit');
    await bench.clock.pass(60_000);
    expect(summaries(bench)).toHaveLength(1);
    expect(partial(bench, runId)).not.toHaveProperty('summary');
    expect(bench.state(runId).usage.costMicroUsd).toBeLessThanOrEqual(LIMIT.maxCostMicroUsd);
    bench.model.turns = [finishes('Enough.')];
    bench.store.appendInput(runId, resume({ maxCostMicroUsd: 60_000 }));
    await bench.untilStatus(runId, 'succeeded');
  });

  it('is made by no agent that keeps nothing back for it, nor at other bounds', async () => {
    const plain = benchOf(0);
    await new KillableProcess(plain).start();
    await plain.untilStatus(await plain.start({ order_id: 'A-1' }, LIMIT), 'waiting', 'limit');
    const steps = benchOf();
    await new KillableProcess(steps).start();
    await steps.untilStatus(await steps.start({ order_id: 'A-1' }, { maxSteps: 4 }), 'waiting', 'limit');
    expect([...summaries(plain), ...summaries(steps)]).toEqual([]);
  });

  it('keeps nobody from letting the run go on, or ending it, while it is written', async () => {
    for (const told of [
      resume({ maxCostMicroUsd: 60_000 }),
      { type: 'cancel', by: TEST_ACTOR, reason: 'Enough.' },
    ] as const) {
      const bench = benchOf();
      let answer: () => void = () => {};
      bench.model.summary = async (request, signal) => {
        await new Promise<void>((resolve) => {
          answer = resolve;
          signal.addEventListener('abort', () => resolve());
        });
        return says(SAID)(request, signal);
      };
      await new KillableProcess(bench).start();
      const runId = await bench.start({ order_id: 'A-1' }, LIMIT);
      await bench.clock.runUntil(() => summaries(bench).length === 1);
      bench.model.turns = [finishes('Enough.')];
      bench.store.appendInput(runId, told);
      await bench.clock.pass(3_000);
      answer();
      await bench.untilStatus(runId, told.type === 'resume' ? 'succeeded' : 'cancelled');
    }
  });
});
