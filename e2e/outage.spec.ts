// An outage is shown as an outage: with the API away no page says that there is nothing, and what was known says how old it is.
import type { BrowserContext, Page } from '@playwright/test';
import { CONSOLE_PAGES, pathOf } from './harness/pages';
import { type Seeded, seed } from './harness/seeded';
import { expect, test } from './harness/test';

const emptyTitles = async (page: Page): Promise<string[]> =>
  page
    .locator('[data-empty]')
    .evaluateAll((parts) => parts.map((part) => part.getAttribute('data-empty') ?? ''));

async function settled(page: Page, path: string): Promise<void> {
  await page.goto(path);
  // A page that could not be loaded says so in the place of its heading.
  await expect(page.locator('h1').or(page.locator('main [role=alert]')).first()).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: /^Loading/ })).toHaveCount(0);
}

/** Nothing comes back from the API any more; pages still do. */
async function loseApi(context: BrowserContext, how: 'network' | 'database'): Promise<void> {
  await context.route('**/api/v1/**', (route) =>
    how === 'network'
      ? route.abort('connectionrefused')
      : route.fulfill({
          status: 503,
          contentType: 'application/problem+json',
          body: JSON.stringify({
            type: 'about:blank',
            title: 'Service Unavailable',
            status: 503,
            code: 'unavailable',
            detail: 'The database does not answer.',
            errors: [],
            requestId: 'r1',
          }),
        }),
  );
}

const findApi = (context: BrowserContext): Promise<void> => context.unroute('**/api/v1/**');

test.describe('with the API away', () => {
  test.setTimeout(600_000);
  let seeded: Seeded;

  test('no page says that there is nothing', async ({ signIn }) => {
    const page = await signIn('admin');
    seeded = await seed(page);
    // Filters that the server does not ask for itself: what is shown has to come through the API.
    const asked = ['/runs?status=succeeded', '/approvals?status=decided'];
    const paths = [...CONSOLE_PAGES.map((one) => pathOf(one, seeded)), ...asked];
    await loseApi(page.context(), 'network');
    const empty = new Map<string, string[]>();
    for (const path of paths) {
      await settled(page, path);
      const titles = await emptyTitles(page);
      if (titles.length > 0) empty.set(path, titles);
    }
    // What says that there is nothing says so with the API as well.
    await findApi(page.context());
    for (const [path, titles] of empty) {
      await settled(page, path);
      expect.soft(await emptyTitles(page), path).toEqual(expect.arrayContaining(titles));
    }
    await loseApi(page.context(), 'network');
    await page.goto(asked[0] ?? '');
    await expect(page.getByText('The runs could not be loaded')).toBeVisible();
    await expect(page.getByText('No run matches')).toHaveCount(0);
  });

  test('what was known stays, with its age, and the counts in the rail say that they are old', async ({
    signIn,
  }) => {
    const first = await signIn('approver');
    const operator = await signIn('operator');
    const { waitingRunId, approvalId } = await seed(operator);
    await loseApi(first.context(), 'database');
    await first.reload(); // the stream that was open would go on
    const paths = ['/', '/runs', `/runs/${waitingRunId}`, `/approvals/${approvalId}`];
    const pages = await Promise.all(
      paths.map(async (path) => {
        const page = await first.context().newPage();
        await page.goto(path);
        return page;
      }),
    );
    for (const page of pages) {
      await expect(page.getByText(/^Shown as of/).first()).toBeVisible();
      await expect(page.getByText('The database does not answer.').first()).toBeVisible();
      await expect(page.getByText('Live updates are lost.')).toBeVisible();
      const rail = page.getByRole('navigation', { name: 'Main', exact: true });
      await expect(rail.getByRole('link', { name: /^Approvals \d+\? ?, as of/ })).toBeVisible();
    }
    // The palette says what it could not search.
    const palette = first.getByRole('dialog', { name: 'Search or jump' });
    await first.keyboard.press('Control+k');
    await first.keyboard.type('lamp');
    await expect(palette.getByText('The database does not answer.').first()).toBeVisible();
  });
});
