// Knows the run of all checks: every part is run, whatever the others say, and one plain line tells the sum.
import { messageOf } from '../launch/report';
import { stopPrograms } from '../launch/run-program';
import { type Counts, sum } from './count-results';
import { PARTS } from './parts';

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
  const results: { name: string; counts: Counts; tookMs: number }[] = [];
  for (const part of wanted) {
    if (interrupted) return 130;
    console.log(`\n── ${part.name} ──`);
    const startedAtMs = performance.now();
    const counts = await part.run().catch((error: unknown) => {
      console.error(`✗ ${messageOf(error)}`);
      return { passed: 0, failed: 1, skipped: 0 };
    });
    results.push({ name: part.name, counts, tookMs: performance.now() - startedAtMs });
  }
  console.log('');
  for (const { name, counts, tookMs } of results) {
    const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
    const mark = counts.failed === 0 ? '✓' : '✗';
    const took = `${(tookMs / 1000).toFixed(0)} s`;
    console.log(`${mark} ${name}: ${counts.passed} passed, ${counts.failed} failed${skipped} (${took})`);
  }
  const total = sum(results.map(({ counts }) => counts));
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
}
