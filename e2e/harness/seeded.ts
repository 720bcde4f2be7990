// Knows how to have something to look at: one run that has ended, one that waits for a person, one for an event. Asks the API with the page's own session.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { z } from 'zod';

export interface Seeded {
  readonly finishedRunId: string;
  readonly waitingRunId: string;
  readonly approvalId: string;
  readonly eventRunId: string;
}

const run = z.looseObject({ id: z.string(), status: z.string() });
const approvals = z.looseObject({ items: z.array(z.looseObject({ id: z.string(), runId: z.string() })) });

const newId = (kind: 'ORD' | 'CASE') => `${kind}-${randomUUID().slice(0, 8).toUpperCase()}`;

/** Starts a refund as whoever is signed in on this page; answers when the run has ended or waits. */
export function startedRefund(page: Page, amount: number): Promise<{ id: string; status: string }> {
  return started(page, 'refunds', { orderId: newId('ORD'), amount, reason: 'It arrived broken' });
}

/** Has a customer asked about a new case; answers when the run waits for the answer. */
export async function startedMail(page: Page): Promise<{ id: string; status: string; caseId: string }> {
  const caseId = newId('CASE');
  const input = { caseId, to: 'kim@example.com', question: 'Blue or green?' };
  return { ...(await started(page, 'customer-mail', input)), caseId };
}

async function started(page: Page, agent: string, input: unknown): Promise<{ id: string; status: string }> {
  const { origin } = new URL(page.url());
  const answer = await page.request.post('/api/v1/runs', {
    headers: { origin, 'idempotency-key': randomUUID() },
    data: { agent, input },
  });
  const { id } = run.parse(await answer.json());
  const settled = await page.request.get(`/api/v1/runs/${id}?wait=20`);
  return run.parse(await settled.json());
}

export async function seed(page: Page): Promise<Seeded> {
  const [finished, waiting, event] = await Promise.all([
    startedRefund(page, 40),
    startedRefund(page, 900),
    startedMail(page),
  ]);
  if (finished.status !== 'succeeded' || waiting.status !== 'waiting' || event.status !== 'waiting')
    throw new Error(
      `the refund of 40 is ${finished.status}, the one of 900 ${waiting.status}, the mail ${event.status}`,
    );
  const queue = await page.request.get('/api/v1/approvals?status=pending&limit=500');
  const approval = approvals.parse(await queue.json()).items.find((item) => item.runId === waiting.id);
  if (approval === undefined) throw new Error('the refund of 900 asks nobody');
  return {
    finishedRunId: finished.id,
    waitingRunId: waiting.id,
    approvalId: approval.id,
    eventRunId: event.id,
  };
}
