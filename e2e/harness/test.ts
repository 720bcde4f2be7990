// Knows what every journey gets: one running Bulkhead per worker, and a page on it.
import { test as base } from '@playwright/test';
import { type Bulkhead, startBulkhead } from './bulkhead';

/** `test` with a running Bulkhead. Journeys that kill or stop one start their own with startBulkhead. */
export const test = base.extend<{ baseURL: string }, { bulkhead: Bulkhead }>({
  bulkhead: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern.
    async ({}, use) => {
      const bulkhead = await startBulkhead();
      await use(bulkhead);
      await bulkhead.remove();
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  baseURL: async ({ bulkhead }, use) => {
    await use(bulkhead.url);
  },
});

export { expect } from '@playwright/test';
