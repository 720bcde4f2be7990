// Knows how a person approves: by holding the button, as long as it takes.
import { expect, type Page } from '@playwright/test';

/** Holds the button until the decision is on its way. A card that has just come takes no hold for a moment, so it is held again. */
export async function holdApprove(page: Page): Promise<void> {
  const approve = page.locator('button[data-hold]');
  await expect(approve).toBeEnabled();
  await approve.hover();
  let sent = false;
  page.once('request', function watch(request) {
    if (request.url().endsWith('/decision')) sent = true;
    else page.once('request', watch);
  });
  await expect(async () => {
    await page.mouse.down();
    try {
      await expect.poll(() => sent, { timeout: 1_200, intervals: [20] }).toBe(true);
    } finally {
      await page.mouse.up();
    }
  }).toPass({ timeout: 15_000 });
}
