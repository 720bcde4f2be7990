// What every page keeps, in both themes and at both widths: axe finds nothing, there is one h1, nothing is wider than the screen,
// and Tab reads it with a focus that is seen.
import type { BrowserContext, Page } from '@playwright/test';
import { bringAxe, excessWidth, violations } from './harness/axe';
import { tabIntoContent } from './harness/keyboard';
import { CONSOLE_PAGES, pathOf } from './harness/pages';
import { signInWith } from './harness/people';
import { type Seeded, seed } from './harness/seeded';
import { expect, test } from './harness/test';

const SIZES = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;

/** The page with its data: neither its head nor anything that stands in for rows is missing. */
async function open(page: Page, path: string, title: string | RegExp): Promise<void> {
  await page.goto(path);
  await expect(page.locator('h1')).toHaveText(title);
  await expect(page.getByRole('status').filter({ hasText: /^Loading/ })).toHaveCount(0);
}

test.describe('every page', () => {
  test.setTimeout(600_000);
  let session: Awaited<ReturnType<BrowserContext['storageState']>>;
  let seeded: Seeded;

  test.beforeAll(async ({ browser, bulkhead }) => {
    const page = await signInWith(browser, bulkhead, 'admin');
    seeded = await seed(page);
    session = await page.context().storageState();
    await page.context().close();
  });

  for (const size of ['desk', 'phone'] as const) {
    test(`${size}, light and dark, and by keyboard alone`, async ({ browser, baseURL }) => {
      const context = await browser.newContext({
        baseURL,
        storageState: session,
        viewport: SIZES[size],
        reducedMotion: 'reduce',
      });
      await bringAxe(context);
      const page = await context.newPage();
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(`${page.url()}: ${error.message}`));
      for (const one of CONSOLE_PAGES) {
        const path = pathOf(one, seeded);
        await page.emulateMedia({ colorScheme: 'light' });
        await open(page, path, one.title);
        expect.soft(await violations(page, 'light'), path).toEqual([]);
        expect.soft(await page.getByRole('heading', { level: 1 }).count(), `h1 of ${path}`).toBe(1);
        expect.soft(await excessWidth(page), `width of ${path}`).toBeLessThanOrEqual(0);
        await page.emulateMedia({ colorScheme: 'dark' });
        expect.soft(await violations(page, 'dark'), `${path}, dark`).toEqual([]);
        await tabIntoContent(page, path);
      }
      await context.close();
      expect(faults).toEqual([]);
    });
  }

  test('is shown to those who may see it, and to nobody else', async ({ signIn }) => {
    const viewer = await signIn('viewer');
    for (const one of CONSOLE_PAGES) {
      const path = pathOf(one, seeded);
      await viewer.goto(path);
      const refused = viewer.getByText('There is nothing here');
      if (one.role === undefined) await expect(viewer.locator('h1'), path).toHaveText(one.title);
      else await expect(refused, path).toBeVisible();
    }
  });
});
