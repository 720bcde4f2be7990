// The halt: one person stops everything, everybody sees who and why, nothing is started, and what waited goes on when it is lifted.
import type { Page } from '@playwright/test';
import { expect, test } from './harness/test';

const REASON = 'Refunds go to the wrong account.';

async function start(page: Page): Promise<void> {
  await page.goto('/runs?start=refunds');
  const form = page.getByRole('dialog', { name: 'Start a run' });
  await form.getByLabel('Order').fill('ORD-77001');
  await form.getByLabel('Amount').fill('25');
  await form.getByLabel('Reason').fill('The lamp came cracked');
  await form.getByRole('button', { name: 'Start', exact: true }).click();
}

/** Whatever happens here, the journeys that follow find nothing halted. */
const lift = (page: Page) =>
  page.request.delete('/api/v1/halt', { headers: { origin: new URL(page.url()).origin } });

test('a halt is seen at once in another browser, refuses starts with its reason, and is lifted', async ({
  signIn,
}) => {
  const operator = await signIn('operator');
  const viewer = await signIn('viewer');
  try {
    await expect(viewer.getByRole('button', { name: 'Halt' })).toHaveCount(0);
    await operator.getByRole('button', { name: 'Halt' }).click();
    await operator.keyboard.press('Escape');
    // Who works by keys goes on from where they were.
    await expect(operator.getByRole('button', { name: 'Halt' })).toBeFocused();
    await operator.keyboard.press('Enter');
    const question = operator.getByRole('alertdialog', { name: 'Halt everything' });
    await question.getByRole('button', { name: 'Halt' }).click();
    await expect(question.getByRole('textbox')).toHaveAttribute('aria-invalid', 'true');
    await question.getByRole('textbox').fill(REASON);
    await question.getByRole('button', { name: 'Halt' }).click();

    const banner = viewer.getByRole('alert').filter({ hasText: REASON });
    await expect(banner).toBeVisible();
    await expect(banner).toContainText('effective, nothing is in flight');
    await expect(banner.getByRole('button')).toHaveCount(0);

    await start(operator);
    const form = operator.getByRole('dialog', { name: 'Start a run' });
    await expect(form.getByText(`Everything is halted`)).toBeVisible();

    await operator.goto('/');
    await operator.getByRole('button', { name: 'Lift the halt' }).click();
    const lifting = operator.getByRole('alertdialog', { name: 'Lift the halt' });
    await lifting.getByRole('textbox').fill('The account is corrected.');
    await lifting.getByRole('button', { name: 'Lift' }).click();
    await expect(banner).toHaveCount(0);
    await start(operator);
    await expect(operator).toHaveURL(/\/runs\/[0-9a-f-]{36}/);
    await expect(operator.getByText('succeeded').first()).toBeVisible();
  } finally {
    await lift(operator);
  }
});
