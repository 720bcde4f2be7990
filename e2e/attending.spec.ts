// Two people at one approval, each with a browser of their own: who is at it, what is said about it, and what one of them puts off.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { untilLive } from './harness/keyboard';
import { startedRefund } from './harness/seeded';
import { expect, test } from './harness/test';

const approvals = z.looseObject({
  items: z.array(z.looseObject({ id: z.string(), payloadHash: z.string() })),
});

/** A refund above its bound, of a run of its own. */
async function waitingCall(operator: Page) {
  const { id } = await startedRefund(operator, 900);
  const list = await operator.request.get(`/api/v1/approvals?run=${id}`);
  const [call] = approvals.parse(await list.json()).items;
  if (call === undefined) throw new Error(`run ${id} asks for nothing`);
  return call;
}

/** What is left waiting would stand in the queue of the journeys that follow. */
async function settle(page: Page, { id, payloadHash }: { id: string; payloadHash: string }): Promise<void> {
  const answer = await page.request.post(`/api/v1/approvals/${id}/decision`, {
    headers: { origin: new URL(page.url()).origin },
    data: { decision: 'reject', payloadHash, reason: 'Looked at' },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
}

async function openCard(page: Page, id: string) {
  await page.goto(`/approvals/${id}`);
  await untilLive(page);
  return page.getByRole('article', { name: 'Decision on payments.refund' });
}

/** The rail's words for what the overview counts for this person. */
async function waitingFor(page: Page): Promise<RegExp> {
  const { approvals: counted } = z
    .looseObject({ approvals: z.looseObject({ pending: z.number() }) })
    .parse(await (await page.request.get('/api/v1/overview')).json());
  return new RegExp(`^Approvals${counted.pending === 0 ? '' : counted.pending}$`);
}

const rowOf = (page: Page, id: string) =>
  page.getByRole('complementary', { name: 'Queue' }).locator(`a[href^="/approvals/${id}"]`);

test('who is at an approval, and what is said about it, is seen at once by whoever else has it open', async ({
  signIn,
}) => {
  const call = await waitingCall(await signIn('operator'));
  const approver = await signIn('approver');
  const admin = await signIn('admin');
  const [mine, theirs] = [await openCard(approver, call.id), await openCard(admin, call.id)];

  await mine.getByRole('button', { name: 'I’m on it' }).click();
  await expect(mine.getByText(/^You are at it until/)).toBeVisible();
  await expect(theirs.getByText(/is at it until .* You can still decide/)).toBeVisible();
  await expect(theirs.getByRole('button', { name: /^(I’m on it|Let go)$/ })).toHaveCount(0);

  const text = `The carrier has pictures (${randomUUID().slice(0, 8)})`;
  await theirs.getByLabel('Comment').fill(text);
  await theirs.getByRole('button', { name: 'Comment' }).click();
  await expect(theirs.getByLabel('Comment')).toHaveValue('');
  await expect(mine.getByRole('list', { name: 'History' }).getByText(text)).toBeVisible();

  await mine.getByRole('button', { name: 'Let go' }).click();
  await expect(theirs.getByText('Nobody has said that they are at it.')).toBeVisible();
  await expect(theirs.getByRole('button', { name: 'I’m on it' })).toBeVisible();
  await settle(admin, call);
});

test('what one puts off leaves their own queue, stays in everybody else’s, and is taken back', async ({
  signIn,
}) => {
  const call = await waitingCall(await signIn('operator'));
  const approver = await signIn('approver');
  const admin = await signIn('admin');
  const card = await openCard(approver, call.id);
  await openCard(admin, call.id);
  await expect(rowOf(approver, call.id)).toBeVisible();

  await card.getByRole('button', { name: 'Put off' }).click();
  await approver.getByRole('menuitem', { name: '15 minutes' }).click();
  await expect(approver.getByText(/^Put off until/)).toBeVisible();
  await expect(rowOf(approver, call.id)).toHaveCount(0);
  await expect(approver.getByRole('link', { name: /^Approvals/ }).first()).toHaveText(
    await waitingFor(approver),
  );
  await expect(admin.getByRole('list', { name: 'History' }).getByText(/put it off until/)).toBeVisible();
  await expect(rowOf(admin, call.id)).toBeVisible();

  await approver.goto(`/approvals/${call.id}?show=snoozed`);
  await untilLive(approver);
  await expect(rowOf(approver, call.id)).toBeVisible();
  await approver.getByRole('button', { name: 'Take back' }).click();
  await expect(approver.getByText('It waits in your queue again')).toBeVisible();
  await expect(rowOf(approver, call.id)).toHaveCount(0);
  await approver.goto('/approvals');
  await expect(rowOf(approver, call.id)).toBeVisible();
  await settle(admin, call);
});
