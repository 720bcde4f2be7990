// Knows how journeys run: in a real browser, against the production build, two files of them at a time. No retries: a test that
// fails now and then is a fault to find.
import { availableParallelism } from 'node:os';
import { defineConfig } from '@playwright/test';
import { CHROMIUM_ARGUMENTS, chromiumExecutable } from './e2e/harness/chromium';

export default defineConfig({
  testDir: './e2e',
  testMatch: '**/*.spec.ts',
  outputDir: './test-results',
  // Each worker has a Bulkhead, a database and simulated services of its own, which its files share one after the other.
  workers: Math.min(2, availableParallelism()),
  retries: 0,
  forbidOnly: true,
  // The timeouts end what hangs. They are no measure: the machine may be slow, and do other things too.
  timeout: 180_000,
  // Sooner than its part of `npm test` is ended, so that what failed until then is still told.
  globalTimeout: 24 * 60_000,
  expect: { timeout: 30_000 },
  reporter: [['list'], ['json', { outputFile: '.cache/checks/e2e.json' }]],
  use: {
    browserName: 'chromium',
    headless: true,
    launchOptions: { executablePath: await chromiumExecutable(), args: CHROMIUM_ARGUMENTS },
    screenshot: 'only-on-failure',
    // Without pictures of every frame: to take them costs as much as all else that the browser does.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: true, sources: true },
  },
});
