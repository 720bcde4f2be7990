// Calls through the production breaker gate of one process, on the database of a test: in the test itself, or as a process of its own.
import { systemClock, systemRandom } from '../../adapters/system/system-clock';
import type { ToolVersion } from '../../domain/tool';
import type { Pass, PassOutcome } from '../../ports/gates';
import { BreakerGate } from '../../runtime/breaker-gate';
import { createBreakerStore } from '../../store/breakers/breaker-store';
import { createPool } from '../../store/pool';
import { answerCalls } from '../../store/testing/other-process';

/** No hint goes between these processes: what one knows of the other it has asked the database. */
export function gateCalls(url: string) {
  const pool = createPool({ url, size: 6 });
  const gate = new BreakerGate({
    breakers: createBreakerStore(pool, systemRandom.next),
    clock: systemClock,
    random: systemRandom,
    logger: { info: () => {}, warn: () => {}, error: () => {} },
    changes: { publish: () => {} },
  });
  const passes: Pass[] = [];
  const enter = async (tool: ToolVersion): Promise<number | null> => {
    const cause = 'first';
    const called = { kind: 'tool', tool } as const;
    const answer = await gate.enter({ runId: 'r', agent: 'a', step: 1, attempt: 1, fence: 1, cause, called });
    return answer.passed ? passes.push(answer.pass) - 1 : null;
  };
  return {
    /** So many at once. @returns the passes that were given */
    enter: async (tool: ToolVersion, times: number): Promise<number[]> =>
      (await Promise.all(Array.from({ length: times }, () => enter(tool)))).filter((pass) => pass !== null),
    settle: async (numbers: readonly number[], verdict: PassOutcome['verdict']): Promise<void> => {
      for (const number of numbers) passes[number]?.settle({ verdict, latencyMs: 1 });
    },
    /** Until all that was settled is in the database. */
    drain: () => gate.drain(),
    close: () => pool.end(),
  };
}

const [url] = process.argv.slice(2);
if (process.argv[1]?.endsWith('breaker-gate-process.ts') === true && url !== undefined)
  answerCalls(gateCalls(url));
