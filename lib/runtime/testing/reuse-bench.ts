// A runtime in memory with a read that may be reused, for tests.
import { KillableProcess } from './killable-process';
import { type BenchOptions, REFUND, type RuntimeBench, toolVersion } from './runtime-bench';
import { answers, finishes } from './scripted-model';

export const LOOKUP = 'orders.read';
export const PRICE = 40_000;
export const MINUTES = 60_000;

export const lookup = (over: object = {}, version = 1) =>
  toolVersion(
    LOOKUP,
    {
      effect: 'read',
      http: { method: 'GET', url: 'https://receiver.example/orders' },
      lookup: undefined,
      price: { perCallMicroUsd: PRICE },
      cacheMs: 10 * MINUTES,
      ...over,
    },
    version,
  );
export const read = (order_id = 'A-1') => ({ tool: LOOKUP, arguments: { order_id } });
/** The read, then the end. */
export const ONE = [answers(read()), finishes('Done.')];

/** Each answer of its receiver is another. */
export function reuseBench(
  open: (options: Partial<BenchOptions>) => RuntimeBench,
  over: object = {},
  turns: BenchOptions['turns'] = ONE,
): RuntimeBench {
  const bench = open({ tools: [lookup(over), toolVersion(REFUND)], turns });
  bench.store.budgets.put({ scope: 'global', period: 'total' }, 1_000_000_000);
  let answered = 0;
  bench.receiver.respond = ({ arguments: args }) => {
    answered += 1;
    return { answer: answered, args };
  };
  return bench;
}

/** The same with a process at work. */
export async function begun(...given: Parameters<typeof reuseBench>): Promise<RuntimeBench> {
  const bench = reuseBench(...given);
  await new KillableProcess(bench).start();
  return bench;
}

/** One after the other. @returns their ids. */
export async function runs(bench: RuntimeBench, many: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < many; i++) {
    const runId = await bench.start();
    await bench.untilStatus(runId, 'succeeded');
    ids.push(runId);
  }
  return ids;
}
