// One run of many steps through the whole runtime (worker, fold, decider, commits), with a model and a tool that answer at once: time and memory by length.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { median, rounded } from './figures';
import type { Ground } from './ground';
import { runtimeOn } from './in-process-runtime';

const LENGTHS = [10, 100, 1_000, 10_000];
const REPEATS = 3;
const RSS_EVERY_MS = 10;

export type LongRun = {
  readonly steps: number;
  readonly ms: number;
  readonly msPerStep: number;
  /** Above what the process held before the run began. */
  readonly peakRssMb: number;
  readonly heapMb: number;
  /** What its owner's death costs: a claim, the journal read and folded. */
  readonly loadMs: number;
};

export async function longRuns(ground: Ground, lengths: readonly number[] = LENGTHS): Promise<LongRun[]> {
  const runtime = await runtimeOn(ground);
  const found: LongRun[] = [];
  try {
    await runtime.runOf(100); // compiled code
    for (const steps of lengths) {
      const taken: { ms: number; peak: number; heap: number; loadMs: number }[] = [];
      for (let i = 0; i < (steps > 1_000 ? 1 : REPEATS); i += 1) taken.push(await once(runtime, steps));
      const ms = median(taken.map((one) => one.ms));
      found.push({
        steps,
        ms: Math.round(ms),
        msPerStep: rounded(ms / steps, 2),
        peakRssMb: Math.round(median(taken.map((one) => one.peak)) / 2 ** 20),
        heapMb: rounded(median(taken.map((one) => one.heap)) / 2 ** 20, 1),
        loadMs: rounded(median(taken.map((one) => one.loadMs)), 1),
      });
    }
  } finally {
    await runtime.stop();
  }
  return found;
}

async function once(runtime: Awaited<ReturnType<typeof runtimeOn>>, steps: number) {
  collectGarbage();
  const heapBefore = process.memoryUsage().heapUsed;
  const rssBefore = process.memoryUsage.rss();
  let peak = 0;
  let heap = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss() - rssBefore);
  }, RSS_EVERY_MS);
  const startedMs = performance.now();
  const runId = await runtime.runOf(steps, () => {
    collectGarbage();
    heap = process.memoryUsage().heapUsed - heapBefore;
  });
  const ms = performance.now() - startedMs;
  clearInterval(watch);
  const loadedMs = performance.now();
  await runtime.load(runId);
  return { ms, peak, heap, loadMs: performance.now() - loadedMs };
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void; // safe because of the flag above
