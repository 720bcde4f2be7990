// Knows how to have something to look at: one run that has ended, one that waits for a person. Asks the API with the page's own session.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { z } from 'zod';

export interface Seeded {
  readonly finishedRunId: string;
  readonly waitingRunId: string;
  readonly approvalId: string;
}

const run = z.looseObject({ id: z.string(), status: z.string() });
const approvals = z.looseObject({ items: z.array(z.looseObject({ id: z.string(), runId: z.string() })) });

/** Starts a refund as whoever is signed in on this page; answers when the run has ended or waits. */
export async function startedRefund(page: Page, amount: number): Promise<{ id: string; status: string }> {
  const orderId = `ORD-${randomUUID().slice(0, 8).toUpperCase()}`;
  const { origin } = new URL(page.url());
  const started = await page.request.post('/api/v1/runs', {
    headers: { origin, 'idempotency-key': orderId },
    data: { agent: 'refunds', input: { orderId, amount, reason: 'It arrived broken' } },
  });
  const { id } = run.parse(await started.json());
  const settled = await page.request.get(`/api/v1/runs/${id}?wait=20`);
  return run.parse(await settled.json());
}

export async function seed(page: Page): Promise<Seeded> {
  const [finished, waiting] = await Promise.all([startedRefund(page, 40), startedRefund(page, 900)]);
  if (finished.status !== 'succeeded' || waiting.status !== 'waiting')
    throw new Error(`the refund of 40 is ${finished.status}, the one of 900 ${waiting.status}`);
  const queue = await page.request.get('/api/v1/approvals?status=pending&limit=500');
  const approval = approvals.parse(await queue.json()).items.find((item) => item.runId === waiting.id);
  if (approval === undefined) throw new Error('the refund of 900 asks nobody');
  return { finishedRunId: finished.id, waitingRunId: waiting.id, approvalId: approval.id };
}
