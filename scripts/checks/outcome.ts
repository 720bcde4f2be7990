// Knows what a part of the checks says of itself: counts, what failed by name, what took long. Refuses to read silence as success.
import { stripVTControlCharacters } from 'node:util';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface FileTime {
  /** From the root. */
  readonly file: string;
  readonly tookMs: number;
}

export interface Outcome extends Counts {
  /** One line each: where it stands and what it is called. As many as failed. */
  readonly failures: readonly string[];
  readonly files: readonly FileTime[];
}

const LONGEST_WHY = 160;

/** A failure as one line: what it is called, and the first line of what was said of it. */
export function failure(name: string, said: string | undefined): string {
  const why =
    stripVTControlCharacters(said ?? '')
      .trimStart()
      .split('\n')[0]
      ?.trim() ?? '';
  return why === '' ? name : `${name} (${why.length > LONGEST_WHY ? `${why.slice(0, LONGEST_WHY)}…` : why})`;
}

/** A part that failed as a whole, for this reason. */
export const failedWhole = (why: string): Outcome => ({
  passed: 0,
  failed: 1,
  skipped: 0,
  failures: [why],
  files: [],
});

/** What a part counts for, given how its program ended: a crash is never less than one failure. */
export function settle(outcome: Outcome | undefined, endedWell: boolean): Outcome {
  if (!outcome) return failedWhole('no readable report');
  if (outcome.failed > 0 || (endedWell && outcome.passed > 0)) return outcome;
  const why = endedWell ? 'no test ran' : 'it ended badly, outside of its tests';
  return { ...outcome, failed: 1, failures: [why] };
}

export function sum(all: readonly Counts[]): Counts {
  return all.reduce(
    (total, counts) => ({
      passed: total.passed + counts.passed,
      failed: total.failed + counts.failed,
      skipped: total.skipped + counts.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
}
