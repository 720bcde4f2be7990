// The queue of approvals when more wait than one page holds, and what was decided, narrowed by what the URL says.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { expect, test } from './harness/test';

const counted = z.looseObject({ count: z.number() });
const list = z.looseObject({
  items: z.array(z.looseObject({ id: z.string(), runId: z.string(), payloadHash: z.string() })),
});
const ONE_PAGE = 100;

const count = async (page: Page, path: string) =>
  counted.parse(await (await page.request.get(`/api/v1/${path}`)).json()).count;
const originOf = (page: Page) => ({ origin: new URL(page.url()).origin });

async function startedRefund(page: Page, batch: string): Promise<void> {
  const orderId = `ORD-${randomUUID().slice(0, 8).toUpperCase()}`;
  const input = { orderId, amount: 900, reason: 'Both lamps arrived broken' };
  const data = { agent: 'refunds', input, labels: { batch } };
  const answer = await page.request.post('/api/v1/runs', { headers: originOf(page), data });
  expect(answer.status()).toBe(201);
}

/** Others find the queue as it was. Pages that are open would ask along with each of a hundred changes: they are left first. */
async function cancelAll(page: Page, batch: string): Promise<void> {
  for (const context of page.context().browser()?.contexts() ?? [])
    for (const open of context.pages()) await open.goto('/api/health/live');
  const label = `batch=${batch}`;
  const expectedCount = await count(page, `runs/count?label=${encodeURIComponent(label)}`);
  const data = { action: 'cancel', filter: { label }, reason: 'The test is over', expectedCount };
  await page.request.post('/api/v1/runs/bulk', { headers: originOf(page), data });
  const open = `runs/count?status=queued,running,waiting&label=${encodeURIComponent(label)}`;
  await expect.poll(() => count(page, open), { timeout: 240_000 }).toBe(0);
}

test('more than one page waits: all are counted, and all can be reached', async ({ signIn }) => {
  test.setTimeout(600_000);
  const operator = await signIn('operator');
  const batch = `many-${randomUUID().slice(0, 6)}`;
  try {
    for (let started = 0; started < ONE_PAGE + 5; started += 5)
      await Promise.all(Array.from({ length: 5 }, () => startedRefund(operator, batch)));
    const waiting = `runs/count?waiting=approval&label=${encodeURIComponent(`batch=${batch}`)}`;
    await expect.poll(() => count(operator, waiting), { timeout: 180_000 }).toBe(ONE_PAGE + 5);
    const total = await count(operator, 'approvals/count?status=pending');

    const approver = await signIn('approver');
    await approver.goto('/approvals');
    const queue = approver.getByRole('complementary', { name: 'Queue' });
    const rows = queue.getByRole('listitem').filter({ has: approver.locator('a[href^="/approvals/"]') });
    await expect(queue.getByText(`Waiting ${total}`)).toBeVisible();
    await expect(rows).toHaveCount(ONE_PAGE);
    await queue.getByRole('button', { name: `Show more, ${ONE_PAGE} of ${total} are here` }).click();
    await expect(rows).toHaveCount(total);
    await expect(queue.getByRole('button', { name: /Show more/ })).toHaveCount(0);

    await approver.goto('/approvals?agent=ticket-triage&tool=payments.refund');
    await expect(queue.getByText(`The filters leave out ${total} approvals.`)).toBeVisible();
  } finally {
    await cancelAll(operator, batch);
  }
});

test('what was decided is narrowed by agent and tool, as the address says', async ({ signIn }) => {
  const operator = await signIn('operator');
  const approver = await signIn('approver');
  const batch = `one-${randomUUID().slice(0, 6)}`;
  await startedRefund(operator, batch);
  const run = `/api/v1/runs?label=${encodeURIComponent(`batch=${batch}`)}`;
  const { items } = z
    .looseObject({ items: z.array(z.looseObject({ id: z.string() })) })
    .parse(await (await operator.request.get(run)).json());
  const id = items[0]?.id;
  await operator.request.get(`/api/v1/runs/${id}?wait=30`);
  const pending = await approver.request.get(`/api/v1/approvals?status=pending&run=${id}`);
  const [asked] = list.parse(await pending.json()).items;
  const reason = `No lamp was sent (${batch})`;
  const decided = await approver.request.post(`/api/v1/approvals/${asked?.id}/decision`, {
    headers: originOf(approver),
    data: { decision: 'reject', payloadHash: asked?.payloadHash, reason },
  });
  expect(decided.status()).toBe(200);

  const queue = approver.getByRole('complementary', { name: 'Queue' });
  await approver.goto('/approvals?status=decided&agent=refunds&tool=payments.refund');
  await expect(queue.getByText(reason)).toBeVisible();
  await approver.goto('/approvals?status=decided&agent=daily-summary&tool=payments.refund');
  await expect(queue.getByText('No such decision yet')).toBeVisible();
  await queue.getByRole('button', { name: 'Remove filter agent is' }).click();
  await expect(approver).not.toHaveURL(/agent=/);
  await expect(queue.getByText(reason)).toBeVisible();
});

test('a call that comes while the event stream is still on its way is shown all the same', async ({
  signIn,
}) => {
  const operator = await signIn('operator');
  const approver = await signIn('approver');
  await approver.route('**/api/v1/events*', () => {}); // neither answered nor refused, as by a server that is busy
  await approver.clock.install();
  await approver.goto('/approvals');
  const queue = approver.getByRole('complementary', { name: 'Queue' });
  await expect(queue.getByText(/^Waiting/)).toBeVisible();
  await approver.clock.pauseAt(Date.now() + 1_000);
  const batch = `late-${randomUUID().slice(0, 6)}`;
  await startedRefund(operator, batch);
  const asked = `runs/count?waiting=approval&label=${encodeURIComponent(`batch=${batch}`)}`;
  await expect.poll(() => count(operator, asked)).toBe(1);
  const total = await count(operator, 'approvals/count?status=pending');
  // By the page's clock it is far from giving the stream up, which has a life of its own.
  await approver.clock.runFor(6_000);
  await expect(async () => {
    await approver.clock.runFor(20);
    await expect(queue.getByText(`Waiting ${total}`)).toBeVisible({ timeout: 200 });
  }).toPass({ timeout: 30_000 });
});
