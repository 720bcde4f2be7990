// Knows what every journey gets: one running Bulkhead per worker, a page on it, and people who sign in.
import { test as base, expect, type Page } from '@playwright/test';
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
    // Such as React's, where server and browser drew a page differently: it is drawn anew under the pointer, and a click is lost.
    const faults: string[] = [];
    await use(async (role, other = bulkhead) => {
      const page = await signInWith(browser, other, role);
      pages.push(page);
      page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
      return page;
    });
    await Promise.all(pages.map((page) => page.context().close()));
    expect(faults).toEqual([]);
  },
  baseURL: async ({ bulkhead }, use) => {
    await use(bulkhead.url);
  },
});

export { expect } from '@playwright/test';
