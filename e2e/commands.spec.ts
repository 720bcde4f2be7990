// The console without a mouse: the palette finds and leads, `?` lists what works, `g` jumps, and Tab goes on from there.
import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { readOn, showsFocus, untilLive } from './harness/keyboard';
import { CONSOLE_PAGES, pathOf } from './harness/pages';
import { seed, startedRefund } from './harness/seeded';
import { expect, test } from './harness/test';

const palette = (page: Page) => page.getByRole('dialog', { name: 'Search or jump' });
const option = (page: Page, name: string | RegExp) => palette(page).getByRole('option', { name });

async function openPalette(page: Page): Promise<void> {
  await untilLive(page);
  await page.keyboard.press('Control+k');
  await expect(palette(page).getByRole('combobox')).toBeFocused();
}

test('the palette leads to pages, runs and calls that wait, and remembers them', async ({ signIn }) => {
  const page = await signIn('operator');
  const seeded = await seed(page);

  await openPalette(page);
  const found = await new AxeBuilder({ page }).include('[role="dialog"]').analyze();
  expect(found.violations).toEqual([]);
  await page.keyboard.type('appro');
  await expect(option(page, /^Approvals/)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/approvals/);

  await openPalette(page);
  await page.keyboard.type(seeded.finishedRunId);
  // What was typed while the runs were still looked for is not chosen before they are there.
  await expect(option(page, new RegExp(`^refunds ${seeded.finishedRunId.slice(-8)}`))).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/runs/${seeded.finishedRunId}$`));

  await openPalette(page);
  await page.keyboard.type(seeded.approvalId);
  await expect(option(page, /^Decide payments\.refund/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(palette(page)).toBeHidden();

  // What was opened last comes first.
  await openPalette(page);
  await expect(palette(page).getByRole('option').first()).toContainText(seeded.finishedRunId.slice(-8));
});

test('the palette acts, and offers only what a person may', async ({ signIn }) => {
  const page = await signIn('operator');
  await openPalette(page);
  await page.keyboard.type('dark');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');

  await openPalette(page);
  await page.keyboard.type('start a run of ref');
  await expect(option(page, /^Start a run of refunds/)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Start a run' }).getByLabel('Order')).toBeVisible();

  const viewer = await signIn('viewer');
  await openPalette(viewer);
  await viewer.keyboard.type('start');
  await expect(option(viewer, /^Runs with “start”/)).toBeVisible();
  await expect(option(viewer, /^Start a run/)).toHaveCount(0);
});

test('`?` lists the keys of the page, and the second stroke of a jump is nobody else’s', async ({
  signIn,
}) => {
  const approver = await signIn('approver');
  const operator = await signIn('operator');
  await startedRefund(operator, 900);
  await untilLive(approver);
  await approver.keyboard.press('g');
  await approver.keyboard.press('a');
  await expect(approver).toHaveURL(/\/approvals\/[0-9a-f-]{36}/);
  await expect(approver.getByRole('button', { name: /^Reject/ })).toBeVisible();

  await approver.keyboard.press('?');
  const sheet = approver.getByRole('dialog', { name: 'Keys' });
  await expect(sheet.getByRole('region', { name: 'This page' })).toContainText('Reject');
  await expect(sheet.getByRole('region', { name: 'Go to' })).toContainText('Runs');
  await approver.keyboard.press('Escape');
  await expect(sheet).toBeHidden();

  // `r` alone asks to reject; after `g` it goes to the runs.
  const rejection = approver.getByRole('alertdialog');
  await expect(async () => {
    await approver.keyboard.press('r'); // a card that has just come takes no key for a moment
    await expect(rejection).toBeVisible({ timeout: 300 });
  }).toPass();
  await approver.keyboard.press('Escape');
  await expect(rejection).toBeHidden();
  await approver.keyboard.press('g');
  await approver.keyboard.press('r');
  await expect(approver).toHaveURL(/\/runs$/);
  await expect(rejection).toHaveCount(0);
});

/** More than any page has stops. */
const MOST_TABS = 200;

test('every page that has a key is reached and read by keyboard alone', async ({ signIn }) => {
  const page = await signIn('admin');
  const seeded = await seed(page);
  for (const one of CONSOLE_PAGES) {
    if (one.go === undefined) continue;
    const path = pathOf(one, seeded);
    await untilLive(page);
    await page.locator('main').focus(); // the page before may have left it in a field, where letters are typed
    await page.keyboard.press('g');
    await page.keyboard.press(one.go);
    await expect(page.locator('h1'), path).toHaveText(one.title);
    await expect(page.getByRole('status').filter({ hasText: /^Loading/ })).toHaveCount(0);
    await expect(page.locator('main'), path).toBeFocused();
    await readOn(page, path);
  }
});

/** Tab until the focus is on what was sought. Going round once without it is a failure. */
async function tabTo(page: Page, sought: Locator): Promise<void> {
  for (let press = 0; press < MOST_TABS; press += 1) {
    if (await sought.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(sought).toBeFocused();
}

test('at 390 px all that the menu holds is reached by keyboard alone', async ({ signIn }) => {
  const page = await signIn('admin');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/');
  const bar = page.getByRole('navigation', { name: 'Main, compact' });
  const more = bar.getByRole('button', { name: 'More' });
  const sheet = page.getByRole('dialog', { name: 'All pages' });
  await untilLive(page);
  await page.locator('main').focus();
  await tabTo(page, more);
  expect(await showsFocus(page), 'the focus is seen on More').toBe(true);
  await page.keyboard.press('Enter');
  await expect(sheet).toBeVisible();
  const names = await sheet.getByRole('link').allTextContents();
  expect(names.length).toBeGreaterThan(5);
  for (const [place, link] of (await sheet.getByRole('link').all()).entries()) {
    await tabTo(page, link);
    expect(await showsFocus(page), `the focus is seen on ${names[place]}`).toBe(true);
  }
  // The last one of the sheet goes where it says.
  await page.keyboard.press('Enter');
  await expect(sheet).toHaveCount(0);
  await expect(page.locator('h1')).toHaveText(names.at(-1) ?? '');
});
