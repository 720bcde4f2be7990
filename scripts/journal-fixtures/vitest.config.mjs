// Runs the runtime's own tests on the store in memory and keeps the journals that they write; no test of this project. See journal-fixtures.mjs.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: at('../../'),
  resolve: {
    alias: [
      { find: /^@\//, replacement: `${at('../../')}` },
      { find: /^server-only$/, replacement: at('../../lib/store/testing/empty-module.ts') },
    ],
  },
  test: {
    include: ['lib/runtime/*.test.ts'],
    // Thousands of runs that say the same.
    exclude: ['**/*crash*', '**/*simulat*', '**/node_modules/**'],
    setupFiles: [at('./keep-journals.ts')],
    maxWorkers: 1,
    isolate: false,
    fileParallelism: false,
    testTimeout: 120_000,
  },
});
