// Knows what every journey gets: one running Bulkhead per worker, a page on it, and people who sign in.
import { test as base, type Page } from '@playwright/test';
import { type Bulkhead, startBulkhead } from './bulkhead';
import { type SignIn, signInWith } from './people';

/** `test` with a running Bulkhead. Journeys that kill or stop one start their own with startBulkhead. */
export const test = base.extend<{ baseURL: string; signIn: SignIn }, { bulkhead: Bulkhead }>({
  bulkhead: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern.
    async ({}, use) => {
      const bulkhead = await startBulkhead();
      await use(bulkhead);
      await bulkhead.remove();
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  // Everybody leaves at the end: a page that stays open would ask along through the journeys that follow.
  signIn: async ({ browser, bulkhead }, use) => {
    const pages: Page[] = [];
    await use(async (role, other = bulkhead) => {
      const page = await signInWith(browser, other, role);
      pages.push(page);
      return page;
    });
    await Promise.all(pages.map((page) => page.context().close()));
  },
  baseURL: async ({ bulkhead }, use) => {
    await use(bulkhead.url);
  },
});

export { expect } from '@playwright/test';
