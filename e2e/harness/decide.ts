// Knows how a person confirms: by holding the button, as long as it takes.
import { expect, type Locator, type Page } from '@playwright/test';

export const holdApprove = (page: Page): Promise<void> =>
  holdUntil(page, page.locator('button[data-hold]'), '/decision');

/** Holds the button until the act is on its way. What has just come takes no hold for a moment, so it is held again. */
export async function holdUntil(page: Page, button: Locator, path: string): Promise<void> {
  await expect(button).toBeEnabled();
  await button.hover();
  let sent = false;
  page.once('request', function watch(request) {
    if (request.url().endsWith(path)) sent = true;
    else page.once('request', watch);
  });
  await expect(async () => {
    await page.mouse.down();
    try {
      await expect.poll(() => sent, { timeout: 3_000, intervals: [20] }).toBe(true);
    } finally {
      await page.mouse.up();
    }
  }).toPass({ timeout: 60_000 });
}
