// Knows the run of all checks: every part is run, whatever the others say, and one plain line tells the sum.
import { messageOf } from '../launch/report';
import { stopPrograms } from '../launch/run-program';
import { failedWhole } from './outcome';
import { PARTS } from './parts';
import { type Result, summary } from './summary';

/** Runs the named parts (all when none is named) and returns the exit code: 0 only when nothing failed. */
export async function check(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !PARTS.some((part) => part.name === name));
  if (unknown.length > 0) {
    console.error(
      `✗ There is no part ${unknown.join(', ')}. Parts: ${PARTS.map(({ name }) => name).join(', ')}`,
    );
    return 2;
  }
  const wanted = PARTS.filter((part) => names.length === 0 || names.includes(part.name));
  let interrupted = false;
  const stop = () => {
    interrupted = true;
    stopPrograms();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  const results: Result[] = [];
  for (const part of wanted) {
    if (interrupted) return 130;
    console.log(`\n── ${part.name} ──`);
    const startedAtMs = performance.now();
    const outcome = await part.run().catch((error: unknown) => {
      console.error(`✗ ${messageOf(error)}`);
      return failedWhole(messageOf(error));
    });
    results.push({ name: part.name, outcome, tookMs: performance.now() - startedAtMs });
  }
  for (const line of summary(results)) console.log(line);
  return results.every(({ outcome }) => outcome.failed === 0) ? 0 : 1;
}
