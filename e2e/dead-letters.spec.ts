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
