// A provider's export stands beside what was counted: a broken one is refused by its lines, the difference is exact, and nothing is replaced unasked.
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { formatMicroUsd } from '../lib/format/money';
import { startedRefund } from './harness/seeded';
import { expect, test } from './harness/test';

const spend = z.looseObject({
  rows: z.array(
    z.looseObject({
      day: z.string(),
      model: z.string().nullable(),
      costMicroUsd: z.number(),
      tokens: z.number(),
    }),
  ),
});
const model = z.looseObject({ definition: z.looseObject({ model: z.string() }) });

async function upload(page: Page, name: string, text: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Import a usage export' });
  if (!(await dialog.isVisible()))
    await page
      .getByRole('button', { name: /^Import/ })
      .first()
      .click();
  await dialog.getByLabel('File').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
}

test('an export is imported, its difference is shown, and another takes its place only when told to', async ({
  signIn,
}) => {
  const engineer = await signIn('engineer');
  await startedRefund(engineer, 40);
  const asked = await engineer.request.get('/api/v1/spend?by=day,model');
  const ours = spend.parse(await asked.json()).rows.findLast((row) => row.model === 'sim-refunds');
  if (ours === undefined) throw new Error('the refund cost nothing');
  const sim = model.parse(await (await engineer.request.get('/api/v1/models/sim-refunds')).json());
  const fileOf = (microUsd: number, currency = 'USD') =>
    `date,model,cost,currency\n${ours.day},${sim.definition.model},${(microUsd / 1e6).toFixed(6)},${currency}\n${ours.day},mystery-1,0.25,${currency}\n`;

  await engineer.goto('/spend');
  await engineer.getByRole('link', { name: 'Reconciliation' }).click();
  await expect(engineer.getByRole('heading', { name: 'No usage export was imported' })).toBeVisible();
  await upload(engineer, 'broken.csv', fileOf(1_000_000, 'EUR'));
  const dialog = engineer.getByRole('dialog');
  await expect(dialog.getByText('2 lines can’t be read.')).toBeVisible();
  await expect(dialog.getByText('line 2: currency "EUR" must be USD')).toBeVisible();

  // A run that ends meanwhile adds to our side: the difference is read of the page's own answer.
  await upload(engineer, 'november.csv', fileOf(ours.costMicroUsd + 1_500_000));
  await expect(dialog).toBeHidden();
  await expect(engineer).toHaveURL(new RegExp(`from=${ours.day}&to=${ours.day}`));
  const row = engineer.getByRole('row').filter({ hasText: sim.definition.model });
  await expect(row).toContainText('+$1.50');
  await expect(row).toContainText(formatMicroUsd(ours.costMicroUsd, { minDigits: 6 }));
  const unknown = engineer.getByRole('row').filter({ hasText: 'mystery-1' });
  await expect(unknown).toContainText('only at other, not in the catalog');

  await upload(engineer, 'november.csv', fileOf(ours.costMicroUsd + 1_500_000));
  await expect(dialog.getByText(/This very file was imported already/)).toBeVisible();
  await upload(engineer, 'december.csv', fileOf(ours.costMicroUsd - 1));
  await expect(dialog.getByText('Another file told of some of it already.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Replace 2 figures' }).click();
  await expect(dialog).toBeHidden();
  await expect(row).toContainText('−$0.000001');
  const earlier = engineer.getByRole('row').filter({ hasText: 'november.csv' });
  await expect(earlier).toContainText('0 of 2');
  await expect(engineer.getByRole('row').filter({ hasText: 'december.csv' })).toContainText('replaced 2');

  await engineer.getByRole('button', { name: 'Withdraw december.csv' }).click();
  const question = engineer.getByRole('alertdialog', { name: 'Withdraw december.csv' });
  await expect(question).toContainText('The 2 figures that it replaced do not come back');
  await question.getByRole('button', { name: 'Withdraw it' }).click();
  await expect(question.getByText(/Say why/)).toBeVisible();
  await question.getByRole('textbox').fill('It was of the test organisation');
  await question.getByRole('button', { name: 'Withdraw it' }).click();
  await expect(question).toBeHidden();
  const withdrawn = engineer.getByRole('row').filter({ hasText: 'december.csv' });
  await expect(withdrawn).toContainText('It was of the test organisation');
  await expect(unknown).toBeHidden();

  const viewer = await signIn('viewer');
  await viewer.goto('/spend/reconciliation');
  await expect(viewer.getByRole('row').filter({ hasText: 'december.csv' })).toBeVisible();
  await expect(viewer.getByRole('button', { name: /^Withdraw/ })).toHaveCount(0);
  await expect(viewer.getByRole('button', { name: /^Import/ })).toHaveCount(0);
});
