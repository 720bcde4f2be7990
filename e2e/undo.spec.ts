// Undoing: a refund of a run that failed is taken back from its page, once; a second person whose page has not heard of it is told who was first.
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

/** The page's plan stays what it is until somebody acts on it there, as where no news came. */
async function holdPlan(page: Page, runId: string): Promise<void> {
  const plan = await (await page.request.get(`/api/v1/runs/${runId}/compensation`)).json();
  let held = true;
  await page.route(/\/compensat(e|ion)(\?|$)/, async (route) => {
    if (route.request().method() === 'POST') held = false;
    return held ? route.fulfill({ json: plan }) : route.continue();
  });
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
      data: { service: 'payments', route: 'refund', fault: 'late', delayMs: 4_000 },
    });
    const started = await operator.request.post('/api/v1/runs', {
      headers: { origin: new URL(operator.url()).origin },
      data: {
        agent: 'refunds',
        input: { orderId, amount: 30, reason: 'The lamp came cracked, photos attached' },
      },
    });
    id = run.parse(await started.json()).id;
    await untilRefunded(bulkhead, orderId);
    // The refund is made; the answer of the model that follows fails for good, and with it the run.
    await operator.request.post(faults, { data: { service: 'model', fault: 'error_before', status: 401 } });
    await operator.goto(`/runs/${id}`);
    await expect(operator.getByRole('button', { name: 'Redrive' })).toBeVisible();
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
  await holdPlan(approver, id);
  await offer(operator).click();
  const dialog = operator.getByRole('dialog', { name: 'Undo payments.refund' });
  await expect(dialog.getByText('refund_id')).toBeVisible();
  await expect(dialog.getByText(/by payments\.cancel_refund/)).toBeVisible();
  await dialog.getByRole('textbox').fill('The customer was refunded by phone');
  const hold = dialog.locator('button[data-hold]');
  await expect(hold).toBeEnabled();
  await holdUntil(operator, hold, '/compensate');
  const note = (page: Page) => page.getByRole('region', { name: 'Undo' });
  await expect(note(operator)).toContainText('1 of 1 effect undone');
  await expect(operator.getByRole('button', { name: 'Undo…' })).toHaveCount(0);
  expect(await refundsOf(bulkhead, orderId)).toMatchObject([{ amount: 30 }, { amount: -30 }]);

  // The second person's page was open all the time: it acts on what it shows, is told who was first, and shows what became of it.
  await theirs.getByRole('textbox').fill('I would as well');
  await holdUntil(approver, theirs.locator('button[data-hold]'), '/compensate');
  const refused = theirs.getByRole('alert');
  await expect(refused).toContainText(/Someone else was first\. It is undone by run/);
  await expect(refused.getByRole('link')).toHaveAttribute('href', /\/runs\/[0-9a-f-]{36}/);
  await expect(theirs.getByText('Undone.', { exact: true })).toBeVisible();
  await expect(theirs.locator('button[data-hold]')).toBeDisabled();
  await theirs.getByRole('button', { name: 'Back' }).click();
  await expect(approver.getByRole('button', { name: 'Redrive' })).toHaveCount(0);
  await expect(note(approver)).toContainText('undone');
  expect(await refundsOf(bulkhead, orderId)).toHaveLength(2);

  // Both ways: from the undo back to what it undid.
  await note(operator).getByRole('link').click();
  await expect(note(operator)).toContainText('Undoes what run');
  await expect(operator.getByText('succeeded').first()).toBeVisible();
  await note(operator).getByRole('link').click();
  await expect(operator).toHaveURL(new RegExp(`/runs/${id}`));
});
