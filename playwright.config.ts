// Knows how journeys run: in a real browser, one after the other, against the production build. No retries: a test that
// fails now and then is a fault to find.
import { defineConfig } from '@playwright/test';
import { CHROMIUM_ARGUMENTS, chromiumExecutable } from './e2e/harness/chromium';

export default defineConfig({
  testDir: './e2e',
  testMatch: '**/*.spec.ts',
  outputDir: './test-results',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  // Sooner than its part of `npm test` is ended, so that what failed until then is still told.
  globalTimeout: 24 * 60_000,
  expect: { timeout: 10_000 },
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
