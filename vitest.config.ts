// Knows how tests are found and run: `unit` needs nothing, `db` needs the PostgreSQL its global setup starts.
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// server-only throws outside a React server; in tests there is no client bundle to protect.
const resolve = {
  alias: [
    { find: /^@\//, replacement: `${at('./')}` },
    { find: /^server-only$/, replacement: at('./lib/store/testing/empty-module.ts') },
  ],
};

/** What is polled for is there at once, or soon where the machine does other things too. */
const expect = { poll: { timeout: 30_000 } };

const everywhere = ['lib/**', 'app/**', 'components/**', 'scripts/**', 'prisma/**'];
const files = (ending: string) => [`*.${ending}`, ...everywhere.map((folder) => `${folder}/*.${ending}`)];

/** More than ten seconds on two cores; the longest first. */
const LONGEST = [
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
const gone = LONGEST.filter((file) => !existsSync(at(file)));
if (gone.length > 0) throw new Error(`${gone.join(', ')}: not there any more, so name what took its place`);

/** No worker is to be left alone with a long file at the end. A clean checkout does not know what files take, and would go by their size. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const found = LONGEST.indexOf(relative(this.ctx.config.root, moduleId));
      return found < 0 ? LONGEST.length : found;
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}

// Files share what they have loaded (`isolate: false`): to load the same modules anew for each of hundreds would take longer than the tests do. So a
// test leaves nothing behind in a module. The timeouts end what hangs; they are no measure, and leave room for a machine that does other things too.
export default defineConfig({
  test: {
    // Two at least: a test against PostgreSQL waits for it most of its time. Each file has a database of its own.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        resolve,
        test: {
          name: 'unit',
          expect,
          isolate: false,
          environment: 'node',
          include: files('test.{ts,tsx}'),
          exclude: files('db.test.ts'),
          testTimeout: 60_000,
        },
      },
      {
        resolve,
        test: {
          name: 'db',
          expect,
          isolate: false,
          environment: 'node',
          include: files('db.test.ts'),
          globalSetup: ['./lib/store/testing/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
