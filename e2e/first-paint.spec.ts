// A page comes to life later than the shell around it. What is answered in between is shown, and draws nothing anew that a pointer may be on.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { seed } from './harness/seeded';
import { expect, test } from './harness/test';

test('what changes before the page lives is shown once it does, on a slow machine too', async ({
  signIn,
}) => {
  const page = await signIn('viewer');
  await seed(await signIn('operator'));
  // Whatever the browser asks about the overview has changed since the server drew it.
  await page.route('**/api/v1/overview*', async (route) => {
    const answer = await route.fetch();
    const text = await answer.text();
    const changed = text.replace(/"approvals":\{"pending":\d+/, '"approvals":{"pending":77');
    expect(changed).not.toBe(text);
    await route.fulfill({ response: answer, body: changed });
  });
  const slow = await page.context().newCDPSession(page);
  await slow.send('Emulation.setCPUThrottlingRate', { rate: 6 });
  await page.goto('/');
  // The harness fails on what React complains of.
  await expect(page.getByRole('main')).toContainText('77', { timeout: 60_000 });
});

test('what changes while a page is on its way is shown when it comes', async ({ signIn }) => {
  const page = await signIn('operator');
  await page.goto('/runs?start=refunds');
  const form = page.getByRole('dialog', { name: 'Start a run' });
  await form.getByLabel('Order').fill(`ORD-${randomUUID().slice(0, 8).toUpperCase()}`);
  await form.getByLabel('Amount').fill('40');
  await form.getByLabel('Reason').fill('The lamp arrived broken');
  // The server draws the run's page as it was at its start; it is carried to the browser when the run has ended and that was told.
  let told = 0;
  await page.route(/\/runs\/[0-9a-f-]{36}\?/, async (route) => {
    const early = await route.fetch();
    told += 1;
    await untilEnded(page, new URL(route.request().url()).pathname);
    await page.waitForTimeout(1_000);
    await route.fulfill({ response: early });
  });
  await form.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page).toHaveURL(/\/runs\/[0-9a-f-]{36}/);
  expect(told).toBeGreaterThan(0);
  await expect(page.getByRole('complementary', { name: 'Chosen step' })).toContainText('finish');
});

async function untilEnded(page: Page, path: string): Promise<void> {
  await expect
    .poll(
      async () => ((await (await page.request.get(`/api/v1${path}`)).json()) as { status: string }).status,
    )
    .toBe('succeeded');
}
