// Knows how tests are found and run: `unit` needs nothing, `db` needs the PostgreSQL its global setup starts.
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './scripts/checks/longest-first';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

// server-only throws outside a React server; in tests there is no client bundle to protect.
const resolve = {
  alias: [
    { find: /^@\//, replacement: `${at('./')}` },
    { find: /^server-only$/, replacement: at('./lib/store/testing/empty-module.ts') },
  ],
};

const everywhere = ['lib/**', 'app/**', 'components/**', 'scripts/**', 'prisma/**'];
const files = (ending: string) => [`*.${ending}`, ...everywhere.map((folder) => `${folder}/*.${ending}`)];

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
