// The queue under people's hands: several alike calls decided with one word, and rows that stay where they are pointed at.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { untilHeard, untilLive } from './harness/keyboard';
import { expect, test } from './harness/test';

const runs = z.looseObject({ id: z.string() });
const approvals = z.looseObject({
  items: z.array(z.looseObject({ id: z.string(), payloadHash: z.string(), status: z.string() })),
});
const originOf = (page: Page) => ({ origin: new URL(page.url()).origin });
const rowOf = (page: Page, orderId: string) =>
  page.getByRole('complementary', { name: 'Queue' }).getByRole('listitem').filter({ hasText: orderId });

/** Starts a refund above its bound and waits until its call does. @returns the order, the run and the waiting call. */
async function waitingRefund(page: Page, prefix: string) {
  const orderId = `${prefix}-${randomUUID().slice(0, 6).toUpperCase()}`;
  const answer = await page.request.post('/api/v1/runs', {
    headers: originOf(page),
    data: { agent: 'refunds', input: { orderId, amount: 900, reason: 'Both lamps arrived broken' } },
  });
  const { id } = runs.parse(await answer.json());
  await page.request.get(`/api/v1/runs/${id}?wait=30`);
  const list = approvals.parse(await (await page.request.get(`/api/v1/approvals?run=${id}`)).json());
  const [call] = list.items;
  if (call === undefined) throw new Error(`run ${id} asks for nothing`);
  return { orderId, run: id, call };
}

const reject = (page: Page, call: { id: string; payloadHash: string }) =>
  page.request.post(`/api/v1/approvals/${call.id}/decision`, {
    headers: originOf(page),
    data: { decision: 'reject', payloadHash: call.payloadHash, reason: 'Decided elsewhere' },
  });

test('alike calls are chosen by box and by key, and rejected together: each agent reads the one reason', async ({
  signIn,
}) => {
  const operator = await signIn('operator');
  const asked = [];
  for (let started = 0; started < 3; started += 1) asked.push(await waitingRefund(operator, 'ORD-BATCH'));
  const [first, second, third] = asked;
  if (!first || !second || !third) throw new Error('three were asked');
  const approver = await signIn('approver');
  await approver.goto(`/approvals/${first.call.id}`);
  await expect(approver.getByRole('article', { name: 'Decision on payments.refund' })).toBeVisible();
  await untilHeard(approver, 'Choose the call to decide it together with others');
  await approver.keyboard.press('x');
  const bar = approver.getByRole('region', { name: 'Decide together' });
  await expect(bar.getByText('1 chosen')).toBeVisible();
  await rowOf(approver, second.orderId).getByRole('checkbox').click();
  await rowOf(approver, third.orderId).getByRole('checkbox').click();
  await expect(bar.getByText('3 chosen')).toBeVisible();

  // Somebody else is faster with one of them: it leaves the choice, the question is about two.
  const admin = await signIn('admin');
  expect((await reject(admin, third.call)).ok()).toBe(true);
  await expect(bar.getByText('2 chosen')).toBeVisible();
  await bar.getByRole('button', { name: 'Reject 2' }).click();
  const dialog = approver.getByRole('alertdialog', { name: 'Reject 2 calls of payments.refund' });
  await expect(dialog.getByText('€1,800.00')).toBeVisible();
  await dialog.getByRole('button', { name: 'Reject 2' }).click();
  await expect(dialog.getByText(/Say why/)).toBeVisible();
  const reason = `The carrier has no damage on record (${first.orderId})`;
  await dialog.getByRole('textbox').fill(reason);
  await dialog.getByRole('button', { name: 'Reject 2' }).click();
  await expect(approver.getByText('Rejected: 2 calls')).toBeVisible();
  await expect(bar).toHaveCount(0);
  for (const { run } of [first, second]) {
    const { items } = approvals.parse(
      await (await approver.request.get(`/api/v1/approvals?run=${run}`)).json(),
    );
    expect(items).toMatchObject([{ status: 'rejected', decisions: [{ reason }] }]);
  }
});

test('what is decided or comes while somebody points at the queue moves no row', async ({ signIn }) => {
  const operator = await signIn('operator');
  const above = await waitingRefund(operator, 'ORD-ABOVE');
  const here = await waitingRefund(operator, 'ORD-HERE');
  const approver = await signIn('approver');
  await approver.goto('/approvals?agent=refunds');
  await untilLive(approver);
  const row = rowOf(approver, here.orderId);
  await row.hover();
  const before = await row.boundingBox();
  const admin = await signIn('admin');
  expect((await reject(admin, above.call)).ok()).toBe(true);
  await expect(rowOf(approver, above.orderId).getByText('waits no more')).toBeVisible();
  const below = await waitingRefund(operator, 'ORD-BELOW');
  await expect(rowOf(approver, below.orderId)).toBeVisible();
  expect(await row.boundingBox()).toEqual(before);
  await approver.mouse.move(900, 20);
  await expect(rowOf(approver, above.orderId)).toHaveCount(0);
  for (const { call } of [here, below]) expect((await reject(admin, call)).ok()).toBe(true);
});
