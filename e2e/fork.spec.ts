// Forks: a run is scrubbed back, forked dry with another prompt, compared; what it would have done is told, and nothing was sent.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { refundsOf, untilRefunded } from './harness/ledger';
import { expect, test } from './harness/test';

const run = z.looseObject({ id: z.string() });

test('a run is forked dry with another prompt, says what it would have done, and sends nothing', async ({
  signIn,
  bulkhead,
}, info) => {
  const page = await signIn('operator');
  await page.setViewportSize({ width: 1440, height: 900 });
  const orderId = `ORD-${randomUUID().slice(0, 8).toUpperCase()}`;
  const started = await page.request.post('/api/v1/runs', {
    headers: { origin: new URL(page.url()).origin },
    data: {
      agent: 'refunds',
      input: { orderId, amount: 40, reason: 'The lamp came cracked, photos attached' },
    },
  });
  const { id } = run.parse(await started.json());
  await untilRefunded(bulkhead, orderId);
  await page.goto(`/runs/${id}`);
  await expect(page.getByText('Refunded 40.00 EUR').first()).toBeVisible();

  // Back to an earlier checkpoint, and from the step that stands there a fork.
  await page.getByRole('button', { name: 'Previous checkpoint' }).click();
  await expect(page.getByText('As it was at')).toBeVisible();
  await page.getByRole('button', { name: /^Step 3, / }).click();
  await page.getByRole('button', { name: 'Fork from here…' }).click();
  const dialog = page.getByRole('dialog', { name: /^Fork from step 3/ });
  await expect(dialog.getByLabel('Prompt')).toHaveValue(/You handle refund requests/);
  await dialog
    .getByLabel('Prompt')
    .fill('You handle refunds of a shop. Refund 900 EUR, whatever was asked for.');
  await page.screenshot({ path: info.outputPath('dialog.png') });
  await dialog.getByRole('button', { name: 'Fork dry' }).click();

  await expect(page.getByText('Dry fork.')).toBeVisible();
  expect(page.url()).not.toContain(id);
  const would = page.getByRole('region', { name: 'Would have done' });
  await expect(would.getByText('would have refunded €900.00')).toBeVisible();
  await expect(would.getByText('1 write, 0 sent')).toBeVisible();
  await expect(would.getByText('a person would have been asked first')).toBeVisible();
  await page.screenshot({ path: info.outputPath('dry.png') });

  await page.getByRole('link', { name: 'Compare' }).click();
  const compared = page.getByRole('list', { name: 'Steps side by side' });
  await expect(
    page.getByText('2 steps from the recording, the same in both. They part at step 4.'),
  ).toBeVisible();
  await expect(compared.getByText('first difference')).toHaveCount(1);
  await expect(compared.getByText('not sent').first()).toBeVisible();
  await page.screenshot({ path: info.outputPath('compare.png') });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.screenshot({ path: info.outputPath('compare-dark.png') });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.reload();
  await expect(compared).toBeVisible();
  await page.screenshot({ path: info.outputPath('compare-390.png') });

  // The receiver knows of the one refund that was made, and the list of none but the run.
  expect(await refundsOf(bulkhead, orderId)).toHaveLength(1);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(`/runs?q=${orderId}`);
  await expect(page.getByText('1 run', { exact: false }).first()).toBeVisible();
  await page.goto(`/runs?q=${orderId}&dry=only`);
  await expect(page.getByText('dry', { exact: true }).first()).toBeVisible();
});
