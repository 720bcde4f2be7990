// Knows how a page is read without a mouse: from its top into the content by Tab, with a focus that is seen.
import { expect, type Page } from '@playwright/test';

/** The element that has the focus shows it: an outline, or a ring drawn as a shadow. */
export const showsFocus = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (element === null || element === document.body) return false;
    const isOutlined = (one: Element) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(one);
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0;
    };
    return (
      isOutlined(element) ||
      // A tab leaves its ring to the words in it.
      (element.matches('[role="tab"]') && [...element.children].some(isOutlined)) ||
      // An input leaves its ring to the field around it.
      element.closest('.input')?.matches(':focus-within') === true
    );
  });

const focusIsInMain = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.querySelector('main')?.contains(document.activeElement) === true);

/** The frame hears keys: what it shows as live is said by its own script. */
export async function untilLive(page: Page): Promise<void> {
  await expect(page.getByRole('status').filter({ hasText: /^Live$/ })).toBeVisible();
}

/** The page itself hears this key, which may be after the frame does: it stands in the sheet of keys by its label. */
export async function untilHeard(page: Page, label: string): Promise<void> {
  await untilLive(page);
  const sheet = page.getByRole('dialog', { name: 'Keys' });
  const listed = sheet.getByRole('region', { name: 'This page' }).getByText(label);
  await expect(async () => {
    // What stands in it was read when it was opened.
    if (await sheet.isVisible()) await page.keyboard.press('Escape');
    await expect(sheet).toBeHidden();
    await page.keyboard.press('?');
    await expect(listed).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
}

/** Past the bars of the frame and into the content, by Tab from the top of a page. */
export async function tabIntoContent(page: Page, path: string): Promise<void> {
  await expect(page.getByRole('status').filter({ hasText: /^Loading/ })).toHaveCount(0);
  await page.keyboard.press('Tab');
  // A decision's card takes the focus by itself, now or in a moment; elsewhere one starts at the top.
  const toContent = page.getByRole('link', { name: 'To the content' });
  await expect(async () => {
    if (!(await focusIsInMain(page))) await expect(toContent).toBeFocused({ timeout: 500 });
  }).toPass();
  if (!(await focusIsInMain(page))) await page.keyboard.press('Enter');
  await readOn(page, path);
}

export async function readOn(page: Page, path: string): Promise<void> {
  await page.keyboard.press('Tab');
  expect(await focusIsInMain(page), `Tab reaches the content of ${path}`).toBe(true);
  expect(await showsFocus(page), `the focus is seen on ${path}`).toBe(true);
}
