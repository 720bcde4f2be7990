// Undoing: a refund of a run that failed is taken back from its page, once; a second person finds it undone and can do nothing more.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { holdUntil } from './harness/decide';
import { refundsOf, untilRefunded } from './harness/ledger';
import { expect, test } from './harness/test';

const tool = z.looseObject({ definition: z.looseObject({ http: z.looseObject({ url: z.string() }) }) });
const run = z.looseObject({ id: z.string() });

async function faultsOf(page: Page): Promise<string> {
  const answer = await page.request.get('/api/v1/tools/payments.lookup');
  const { origin } = new URL(tool.parse(await answer.json()).definition.http.url.replaceAll(/[{}]/g, ''));
  return `${origin}/control/faults`;
}

test('a refund of a failed run is undone once; a second click and a second person change nothing', async ({
  signIn,
  bulkhead,
}) => {
  const operator = await signIn('operator');
  const approver = await signIn('approver');
  const faults = await faultsOf(operator);
  const orderId = `ORD-${randomUUID().slice(0, 8).toUpperCase()}`;
  let id = '';
  try {
    await operator.request.post(faults, {
      data: { service: 'payments', route: 'refund', fault: 'late', delayMs: 1_500 },
    });
    const started = await operator.request.post('/api/v1/runs', {
      headers: { origin: new URL(operator.url()).origin },
      data: {
        agent: 'refunds',
        input: { orderId, amount: 30, reason: 'The lamp came cracked, photos attached' },
      },
    });
    id = run.parse(await started.json()).id;
    await untilRefunded(bulkhead, orderId, 20_000);
    // The refund is made; the answer of the model that follows fails for good, and with it the run.
    await operator.request.post(faults, { data: { service: 'model', fault: 'error_before', status: 401 } });
    await operator.goto(`/runs/${id}`);
    await expect(operator.getByRole('button', { name: 'Redrive' })).toBeVisible({ timeout: 20_000 });
  } finally {
    await operator.request.delete(faults);
  }
  // Both see that it can be undone, before either does it.
  const offer = (page: Page) =>
    page.getByRole('banner').or(page.locator('header')).getByRole('button', { name: 'Undo…' }).first();
  await approver.goto(`/runs/${id}`);
  await expect(offer(approver)).toBeVisible();

  await offer(approver).click();
  const theirs = approver.getByRole('dialog', { name: /^Undo/ });
  await expect(theirs.getByText('refund_id')).toBeVisible();
  await offer(operator).click();
  const dialog = operator.getByRole('dialog', { name: 'Undo payments.refund' });
  await expect(dialog.getByText('refund_id')).toBeVisible();
  await expect(dialog.getByText(/by payments\.cancel_refund/)).toBeVisible();
  await dialog.getByRole('textbox').fill('The customer was refunded by phone');
  const hold = dialog.locator('button[data-hold]');
  await expect(hold).toBeEnabled();
  await holdUntil(operator, hold, '/compensate');
  const note = (page: Page) => page.getByRole('region', { name: 'Undo' });
  await expect(note(operator)).toContainText('1 of 1 effect undone', { timeout: 20_000 });
  await expect(operator.getByRole('button', { name: 'Undo…' })).toHaveCount(0);
  expect(await refundsOf(bulkhead, orderId)).toMatchObject([{ amount: 30 }, { amount: -30 }]);

  // The second person's page was open all the time, and what it asks says what became of it.
  await expect(theirs.getByText('Undone.', { exact: true })).toBeVisible({ timeout: 20_000 });
  await expect(theirs.locator('button[data-hold]')).toBeDisabled();
  await theirs.getByRole('button', { name: 'Back' }).click();
  await expect(approver.getByRole('button', { name: 'Redrive' })).toHaveCount(0);
  await expect(note(approver)).toContainText('undone', { timeout: 20_000 });
  const again = await approver.request.post(`/api/v1/runs/${id}/compensate`, {
    headers: { origin: new URL(approver.url()).origin },
    data: { reason: 'I would as well', steps: [4] },
  });
  expect(again.status()).toBe(409);
  expect(await refundsOf(bulkhead, orderId)).toHaveLength(2);

  // Both ways: from the undo back to what it undid.
  await note(operator).getByRole('link').click();
  await expect(note(operator)).toContainText('Undoes what run');
  await expect(operator.getByText('succeeded').first()).toBeVisible();
  await note(operator).getByRole('link').click();
  await expect(operator).toHaveURL(new RegExp(`/runs/${id}`));
});
