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

/** Past the bars of the frame and into the content, by Tab from the top of a page. */
export async function tabIntoContent(page: Page, path: string): Promise<void> {
  await expect(page.getByRole('status').filter({ hasText: /^Loading/ })).toHaveCount(0);
  await page.keyboard.press('Tab');
  // A decision's card takes the focus by itself; elsewhere one starts at the top.
  if (!(await focusIsInMain(page))) {
    await expect(page.getByRole('link', { name: 'To the content' })).toBeFocused();
    await page.keyboard.press('Enter');
  }
  await readOn(page, path);
}

export async function readOn(page: Page, path: string): Promise<void> {
  await page.keyboard.press('Tab');
  expect(await focusIsInMain(page), `Tab reaches the content of ${path}`).toBe(true);
  expect(await showsFocus(page), `the focus is seen on ${path}`).toBe(true);
}
