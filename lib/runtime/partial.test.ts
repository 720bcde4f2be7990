import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '@/lib/domain/canonical-json';
import { isJsonObject, type JsonValue } from '@/lib/domain/json';
import type { ContextMessage } from '@/lib/domain/message';
import { partialOf } from './partial';
import { PARTIAL_CHARS, PARTIAL_RESULTS } from './runtime-constants';
import { KillableProcess } from './testing/killable-process';
import { RuntimeBench } from './testing/runtime-bench';
import { answers, finishes } from './testing/scripted-model';
import { refund } from './testing/watched-bench';

const bench = new RuntimeBench({ turns: [finishes('Done.')] });
const runId = await bench.start();

/** A run with these results of calls, the steps numbered from 1. */
function partialWith(results: readonly JsonValue[], text: string | null = null) {
  const messages = results.map((content, i): ContextMessage => {
    return { role: 'tool', step: i + 1, callId: `call-${i}`, tool: 'orders.find', content, isError: false };
  });
  const said: ContextMessage = { role: 'assistant', text, calls: [] };
  const partial = partialOf({ ...bench.state(runId), context: [said, ...messages] });
  if (!isJsonObject(partial)) throw new Error('there is something to keep');
  return partial as { text: string | null; results: { step: number }[]; earlierResults?: number }; // safe because partialOf makes it so
}

describe('a partial result', () => {
  it('holds everything while that is little', () => {
    expect(partialWith([{ a: 1 }, 'two'], 'So far so good.')).toEqual({
      text: 'So far so good.',
      results: [
        { step: 1, tool: 'orders.find', result: { a: 1 } },
        { step: 2, tool: 'orders.find', result: 'two' },
      ],
    });
  });

  it('holds the newest results in order, counts the others, and keeps within its bound', () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 2 * PARTIAL_CHARS }), {
      minLength: 1,
      maxLength: 120,
    });
    fc.assert(
      fc.property(lengths, fc.integer({ min: 0, max: 2 * PARTIAL_CHARS }), (given, textLength) => {
        const partial = partialWith(
          given.map((length) => 'x'.repeat(length)),
          'y'.repeat(textLength + 1),
        );
        const kept = partial.results.map(({ step }) => step);
        expect(kept).toEqual(Array.from(kept, (_, i) => given.length - kept.length + 1 + i));
        expect(kept.length).toBeGreaterThan(0);
        expect(kept.length).toBeLessThanOrEqual(PARTIAL_RESULTS);
        expect(kept.length + (partial.earlierResults ?? 0)).toBe(given.length);
        expect(JSON.stringify(partial).length).toBeLessThan(2 * PARTIAL_CHARS + 100 * PARTIAL_RESULTS);
      }),
      { seed: 20261127 },
    );
  });

  it('cuts no character in two', () => {
    const { text } = partialWith(['a'], `x${'😀'.repeat(PARTIAL_CHARS)}`);
    expect(text?.length).toBe(PARTIAL_CHARS - 1);
    expect(canonicalJson(text)).toBe(JSON.stringify(text));
  });

  it('costs a run that parks again and again as much each time', async () => {
    const parks = 150;
    const turns = Array.from({ length: parks }, (_, i) => answers(refund(`A-${i}`)));
    const limits = { maxSteps: 400, maxToolCalls: 400 };
    const long = new RuntimeBench({ turns: [...turns, finishes('Done.')], agent: { limits } });
    long.receiver.respond = () => ({ note: 'n'.repeat(1_000) });
    // Each call is put off once, for longer than a worker waits in the process.
    const putOff = new Set<number>();
    long.gates = {
      enter: async ({ step, called }) => {
        if (called.kind === 'model' || putOff.has(step))
          return { passed: true, pass: { settle: () => {}, abandon: () => {} } };
        putOff.add(step);
        return { passed: false, by: 'breaker', id: 'refunds', waitMs: 5_000 };
      },
    };
    await new KillableProcess(long).start();
    const id = await long.start();
    await long.clock.runUntil(() => long.status(id) === 'succeeded' || long.status(id) === 'failed');
    expect(long.status(id)).toBe('succeeded');
    const sizes = long.store.commits.flatMap(({ exit }) =>
      exit?.kind === 'park' ? [JSON.stringify(exit.summary.partial).length] : [],
    );
    expect(sizes.length).toBeGreaterThanOrEqual(parks);
    expect(Math.max(...sizes)).toBeLessThan(PARTIAL_CHARS + 100 * PARTIAL_RESULTS);
  }, 120_000);
});
