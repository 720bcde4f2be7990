// The main job: a form, a risky call that waits, another person's approval, a late answer, kill -9, one refund, one answer to a mail, a replay.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { startBulkhead } from './harness/bulkhead';
import { holdApprove } from './harness/decide';
import { mailsAbout, refundsOf, ticketsOf, untilRefunded } from './harness/ledger';
import { startedMail } from './harness/seeded';
import { expect, test } from './harness/test';

const newOrder = (ending = '') => `ORD-${randomUUID().slice(0, 8).toUpperCase()}${ending}`;

async function startRefund(page: Page, orderId: string, amount: string): Promise<string> {
  await page.goto('/runs?start=refunds');
  const form = page.getByRole('dialog', { name: 'Start a run' });
  await form.getByLabel('Order').fill(orderId);
  await form.getByLabel('Amount').fill(amount);
  await form.getByLabel('Reason').fill('Both lamps arrived broken, the carrier confirmed it');
  await form.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page).toHaveURL(/\/runs\/[0-9a-f-]{36}/);
  return new URL(page.url()).pathname;
}

/** The customer's answer, as a mail service delivers it: the same message each time. @returns the status. */
async function deliver(page: Page, caseId: string): Promise<number> {
  const answer = await page.request.post('/api/v1/signals', {
    headers: { origin: new URL(page.url()).origin, 'idempotency-key': `reply-to-${caseId}` },
    data: { correlationKey: `reply:${caseId}`, payload: { text: 'Blue' } },
  });
  return answer.status();
}

const queueRow = (page: Page, orderId: string) => page.getByRole('link').filter({ hasText: orderId });

test('a refund of 900: started by one person, approved by another, paid once although the answer was late and the server killed', async ({
  signIn,
}) => {
  test.setTimeout(400_000);
  const bulkhead = await startBulkhead();
  try {
    const orderId = newOrder('-LATE');
    const approver = await signIn('approver', bulkhead);
    await approver.goto('/approvals');
    await expect(approver.getByRole('heading', { name: 'Nothing waits for a decision' })).toBeVisible();

    const operator = await signIn('operator', bulkhead);
    const runPath = await startRefund(operator, orderId, '900');
    await expect(operator.getByText(/waiting/i).first()).toBeVisible();

    // The one who started it sees why it waits, and has no way to approve it.
    await operator.goto('/approvals');
    await queueRow(operator, orderId).click();
    await expect(operator.getByText(/900.*above/).first()).toBeVisible();
    await expect(operator.getByRole('button', { name: /^Approve/ })).toHaveCount(0);

    // The other one's page is still open: the call appears in it without a reload.
    await queueRow(approver, orderId).click();
    await expect(approver.getByText('€900.00').first()).toBeVisible();
    const mail = await startedMail(operator);
    expect(mail.status).toBe('waiting');
    await holdApprove(approver);

    // Payments has charged and does not answer, and a customer's answer has just come. In this moment the server dies.
    await untilRefunded(bulkhead, orderId);
    const before = await bulkhead.process('server');
    expect(await deliver(operator, mail.caseId)).toBe(202);
    await bulkhead.kill('server');
    await bulkhead.waitForNew('server', before);
    // It is delivered once more: one event, one ticket, and no further mail.
    expect(await deliver(operator, mail.caseId)).toBe(202);

    // A step that succeeded is drawn before the run has ended: only the last checkpoint says that no more will come.
    await operator.goto(runPath);
    const scrubber = operator.getByRole('slider', { name: 'Checkpoint of the run' });
    await expect(scrubber).toHaveAttribute('aria-valuetext', /ended: succeeded/, { timeout: 60_000 });
    expect(await refundsOf(bulkhead, orderId)).toHaveLength(1);
    expect(await refundsOf(bulkhead, orderId)).toMatchObject([{ amount: 900 }]);
    const answered = await operator.request.get(`/api/v1/runs/${mail.id}?wait=30`);
    expect(await answered.json()).toMatchObject({
      status: 'succeeded',
      output: { status: 'answered', mailsSent: 1, reply: 'Blue' },
    });
    expect(await mailsAbout(bulkhead, mail.caseId)).toHaveLength(1);
    expect(await ticketsOf(bulkhead, mail.caseId)).toHaveLength(1);

    // The replay: back to the first checkpoint by keyboard, forward again, and the state differs.
    await scrubber.focus();
    const last = Number(await scrubber.getAttribute('aria-valuemax'));
    expect(last).toBeGreaterThan(8);
    await operator.keyboard.press('Home');
    await expect(scrubber).toHaveAttribute('aria-valuenow', '1');
    await operator.keyboard.press('ArrowRight');
    await expect(scrubber).toHaveAttribute('aria-valuenow', '2');
    await operator.keyboard.press('End');
    await expect(scrubber).toHaveAttribute('aria-valuenow', String(last));
  } finally {
    await bulkhead.remove();
  }
});

test('the one who started a run can not approve its call, even as an approver', async ({
  signIn,
  bulkhead,
}) => {
  const orderId = newOrder();
  const approver = await signIn('approver');
  await startRefund(approver, orderId, '900');
  await approver.goto('/approvals');
  await queueRow(approver, orderId).click();
  await expect(
    approver
      .getByRole('contentinfo')
      .or(approver.locator('[data-page-foot]'))
      .getByText(/started/i),
  ).toBeVisible();
  await expect(approver.getByRole('button', { name: /^Approve/ })).toHaveCount(0);
  expect(await refundsOf(bulkhead, orderId)).toHaveLength(0);
});

test('a small refund passes without anyone', async ({ signIn, bulkhead }) => {
  const orderId = newOrder();
  const operator = await signIn('operator');
  await startRefund(operator, orderId, '40');
  await expect(operator.getByText(/succeeded/i).first()).toBeVisible();
  expect(await refundsOf(bulkhead, orderId)).toHaveLength(1);
});

test('an input that does not fit is refused at its field, before a run exists', async ({ signIn }) => {
  const operator = await signIn('operator');
  await operator.goto('/runs?start=refunds');
  const form = operator.getByRole('dialog', { name: 'Start a run' });
  await form.getByLabel('Order').fill('58213');
  await form.getByLabel('Amount').fill('-1');
  await form.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(form.getByLabel('Order')).toHaveAttribute('aria-invalid', 'true');
  await expect(form.getByLabel('Amount')).toHaveAttribute('aria-invalid', 'true');
  await expect(form.getByLabel('Reason')).toHaveAttribute('aria-invalid', 'true');
  await expect(operator).toHaveURL(/start=refunds/);
});

test('a rejected call is not sent, and the agent reads why', async ({ signIn, bulkhead }) => {
  const orderId = newOrder();
  const operator = await signIn('operator');
  const runPath = await startRefund(operator, orderId, '950');
  const approver = await signIn('approver');
  await approver.goto('/approvals');
  await queueRow(approver, orderId).click();
  await approver.getByRole('button', { name: /^Reject/ }).click();
  const dialog = approver.getByRole('alertdialog');
  await dialog.getByRole('textbox').fill('The carrier has no damage on record');
  await dialog.getByRole('button', { name: /^Reject/ }).click();
  await operator.goto(runPath);
  await expect(operator.getByText(/succeeded/i).first()).toBeVisible();
  await expect(operator.getByText(/no damage on record/).first()).toBeVisible();
  expect(await refundsOf(bulkhead, orderId)).toHaveLength(0);
});

test('an edited call is sent as edited', async ({ signIn, bulkhead }) => {
  const orderId = newOrder();
  const operator = await signIn('operator');
  const runPath = await startRefund(operator, orderId, '900');
  const approver = await signIn('approver');
  await approver.goto('/approvals');
  await queueRow(approver, orderId).click();
  await approver.getByRole('button', { name: /^Edit/ }).click();
  await approver
    .getByLabel(/amount/i)
    .first()
    .fill('450');
  await approver.getByRole('button', { name: 'Approve edited' }).click();
  await operator.goto(runPath);
  await expect(operator.getByText(/succeeded/i).first()).toBeVisible();
  expect(await refundsOf(bulkhead, orderId)).toMatchObject([{ amount: 450 }]);
});
