// Knows what a run of the checks ends with: time and counts by part, the slowest files, and last what failed, so that a log that was cut has it.
import { type Outcome, sum } from './outcome';

export interface Result {
  readonly name: string;
  readonly outcome: Outcome;
  readonly tookMs: number;
}

const SLOWEST = 10;

/** The lines, the last of them "N passed, N failed" and nothing else. */
export function summary(results: readonly Result[]): readonly string[] {
  const files = results.flatMap(({ name, outcome }) =>
    outcome.files.map((file) => ({ ...file, part: name })),
  );
  const slowest = files.sort((a, b) => b.tookMs - a.tookMs).slice(0, SLOWEST);
  const total = sum(results.map(({ outcome }) => outcome));
  return [
    '',
    ...results.map(partLine),
    ...(slowest.length > 0 ? ['', 'Slowest files:'] : []),
    ...slowest.map(({ part, file, tookMs }) => `${seconds(tookMs).padStart(8)}  ${part}  ${file}`),
    ...(total.failed > 0 ? ['', 'Failed:'] : []),
    ...results.flatMap(({ name, outcome }) => outcome.failures.map((failure) => `✗ ${name}: ${failure}`)),
    '',
    `${total.passed} passed, ${total.failed} failed`,
  ];
}

function partLine({ name, outcome: { passed, failed, skipped }, tookMs }: Result): string {
  const mark = failed === 0 ? '✓' : '✗';
  return `${mark} ${name}: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''} (${seconds(tookMs)})`;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(0)} s`;
