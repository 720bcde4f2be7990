// A browser opens the address that `npm start` printed and gets a page of Bulkhead's.
import { expect, test } from './harness/test';

test('the address that was printed answers with a page', async ({ page, bulkhead }) => {
  expect(bulkhead.output()).toContain(bulkhead.url);
  const answer = await page.goto('/');
  expect(answer?.status()).toBeLessThan(500);
  await expect(page).toHaveTitle(/Bulkhead/);
});
