// Knows in which order files of tests begin: those that take longest first, so that no worker is left alone with one at the end.
// A run remembers what files took; a clean checkout does not, and would go by their size.
import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** More than ten seconds on two cores; the longest first. */
export const LONGEST: readonly string[] = [
  'lib/store/run-store.db.test.ts',
  'lib/store/embedded/cluster.db.test.ts',
  'lib/server/access-matrix.db.test.ts',
  'lib/store/budgets/budget-races.db.test.ts',
  'app/api/incident.api.db.test.ts',
  'lib/server/fuzz.db.test.ts',
  'lib/runtime/simulated-histories.test.ts',
  'lib/runtime/compensation-crashes.test.ts',
  'lib/runtime/crash-enumeration.test.ts',
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.indexOf(relative(this.ctx.config.root, moduleId));
      return at < 0 ? LONGEST.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}
