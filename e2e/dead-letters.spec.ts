// Dead letters: a run fails for good, is found by its cause, sent on once the fault is gone, and makes its refund once.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { refundsOf } from './harness/ledger';
import { expect, test } from './harness/test';

const tool = z.looseObject({ definition: z.looseObject({ http: z.looseObject({ url: z.string() }) }) });
const run = z.looseObject({ id: z.string() });

async function faultsOf(page: Page): Promise<string> {
  const answer = await page.request.get('/api/v1/tools/payments.lookup');
  const { origin } = new URL(tool.parse(await answer.json()).definition.http.url.replaceAll(/[{}]/g, ''));
  return `${origin}/control/faults`;
}

async function startedRefund(page: Page, orderId: string): Promise<string> {
  const answer = await page.request.post('/api/v1/runs', {
    headers: { origin: new URL(page.url()).origin },
    data: { agent: 'refunds', input: { orderId, amount: 30, reason: 'The lamp came cracked' } },
  });
  return run.parse(await answer.json()).id;
}

test('what failed for good is redriven from its cause, and from its run; each refund is made once', async ({
  signIn,
  bulkhead,
}) => {
  const operator = await signIn('operator');
  const faults = await faultsOf(operator);
  const orders = [1, 2].map(() => `ORD-${randomUUID().slice(0, 8).toUpperCase()}`);
  const ids: string[] = [];
  try {
    await operator.request.post(faults, { data: { service: 'model', fault: 'error_before', status: 401 } });
    for (const order of orders) ids.push(await startedRefund(operator, order));
    for (const id of ids) {
      await operator.goto(`/runs/${id}`);
      await expect(operator.getByRole('button', { name: 'Redrive' })).toBeVisible();
    }
  } finally {
    await operator.request.delete(faults);
  }

  await operator.getByRole('button', { name: 'Redrive' }).click();
  const one = operator.getByRole('alertdialog', { name: 'Redrive 1 run' });
  await one.getByRole('textbox').fill('The key is renewed.');
  await one.getByRole('button', { name: 'Redrive' }).click();
  await expect(operator.getByText('succeeded').first()).toBeVisible();

  await operator.goto('/dead-letters');
  await operator
    .getByRole('link', { name: /^http_401/ })
    .first()
    .click();
  await expect(operator).toHaveURL(/cause=[0-9a-f]{16}/);
  const row = operator.getByRole('row').filter({ has: operator.locator(`a[href="/runs/${ids[0]}"]`) });
  await row.getByRole('checkbox').click();
  await operator
    .getByRole('region', { name: 'Bulk actions' })
    .getByRole('button', { name: 'Redrive' })
    .click();
  const many = operator.getByRole('alertdialog', { name: 'Redrive 1 run' });
  await many.getByRole('textbox').fill('The key is renewed.');
  await many.getByRole('button', { name: 'Redrive' }).click();
  await expect(row).toHaveCount(0);
  await operator.goto(`/runs/${ids[0]}`);
  await expect(operator.getByText('succeeded').first()).toBeVisible();
  for (const order of orders) expect(await refundsOf(bulkhead, order)).toHaveLength(1);
});

test('all runs of a cause are discarded together: counted before, shown as one act, its reason at each run', async ({
  signIn,
}) => {
  const operator = await signIn('operator');
  const faults = await faultsOf(operator);
  const ids: string[] = [];
  try {
    await operator.request.post(faults, { data: { service: 'model', fault: 'error_before', status: 401 } });
    for (let i = 0; i < 3; i += 1)
      ids.push(await startedRefund(operator, `ORD-${randomUUID().slice(0, 8).toUpperCase()}`));
    for (const id of ids) await operator.request.get(`/api/v1/runs/${id}?wait=30`);
  } finally {
    await operator.request.delete(faults);
  }
  await operator.goto('/dead-letters');
  await operator
    .getByRole('link', { name: /^http_401/ })
    .first()
    .click();
  const row = operator.getByRole('row').filter({ has: operator.locator(`a[href="/runs/${ids[0]}"]`) });
  await row.getByRole('checkbox').click();
  const bar = operator.getByRole('region', { name: 'Bulk actions' });
  const wide = operator.viewportSize() ?? { width: 1280, height: 720 };
  await operator.setViewportSize({ width: 390, height: 844 });
  await bar.getByRole('button', { name: 'Select all 3 of this cause' }).click();
  await expect(bar.getByText('All 3 selected')).toBeVisible();
  await operator.setViewportSize(wide);
  await operator.keyboard.press('d');
  const dialog = operator.getByRole('alertdialog', { name: 'Discard 3 runs' });
  await expect(dialog.getByText('3 failed.')).toBeVisible();
  const reason = `Refunded by phone ${randomUUID().slice(0, 6)}`;
  await dialog.getByRole('textbox').fill(reason);
  await dialog.getByRole('button', { name: 'Discard 3 runs' }).click();

  await expect(operator.getByRole('region', { name: '3 runs discarded' })).toContainText(reason);
  await expect(operator.getByText('No run of this cause is left here')).toBeVisible();
  await operator.getByRole('button', { name: 'Bulk actions of late' }).click();
  const history = operator.getByRole('dialog', { name: 'Bulk actions' });
  await expect(history.getByText(reason)).toBeVisible();
  await expect(operator).toHaveURL(/bulk=/);
  for (const id of ids) {
    await operator.goto(`/runs/${id}`);
    await expect(operator.getByText(reason).first()).toBeVisible();
  }
});
