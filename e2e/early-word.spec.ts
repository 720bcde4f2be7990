// A word that comes too early: nobody can say that a call did not happen while it may still arrive, also not from a page that does not know that.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { refundsOf } from './harness/ledger';
import { expect, test } from './harness/test';

const http = z.looseObject({ url: z.string() });
const definition = z.looseObject({ definition: z.looseObject({ http: http.optional() }) });
const run = z.looseObject({ id: z.string(), status: z.string() });
const approvals = z.looseObject({ items: z.array(z.looseObject({ id: z.string() })) });
const card = z.looseObject({ settlesAt: z.string().nullable() });

const headersOf = (page: Page) => ({ origin: new URL(page.url()).origin });

async function definitionOf(page: Page, path: string) {
  return definition.parse(await (await page.request.get(`/api/v1/${path}`)).json()).definition;
}

async function put(page: Page, path: string, data: object): Promise<void> {
  const answer = await page.request.put(`/api/v1/${path}`, { headers: headersOf(page), data });
  expect(answer.status(), await answer.text()).toBe(200);
}

/** An agent that makes one payment, in one attempt, and asks nobody what became of it but people. @returns its name, and where faults are set. */
async function paymentDesk(engineer: Page): Promise<{ agent: string; faults: string }> {
  const name = `pay-${randomUUID().slice(0, 6)}`;
  const refund = await definitionOf(engineer, 'tools/payments.refund');
  const { lookup: _lookup, compensateWith: _undo, ...rest } = refund;
  const once = { ...rest, effect: 'idempotent', retry: { maxAttempts: 1 }, timeoutMs: 50_000 };
  await put(engineer, `tools/${name}`, once);
  const model = await definitionOf(engineer, 'models/sim-refunds');
  await put(engineer, `models/${name}`, { ...model, model: 'sim-scripted-1' });
  await put(engineer, `agents/${name}`, {
    description: 'Makes one payment.',
    prompt: 'Do what the task says.',
    model: name,
    tools: [{ name }],
    inputSchema: { type: 'object' },
    outputSchema: { type: 'object' },
  });
  const { origin } = new URL((refund.http?.url ?? '').replaceAll(/[{}]/g, ''));
  return { agent: name, faults: `${origin}/control/faults` };
}

test('"it did not happen" is refused while the call may still arrive, and said why; it is sent once', async ({
  signIn,
  bulkhead,
}) => {
  const engineer = await signIn('engineer');
  const { agent, faults } = await paymentDesk(engineer);
  const order_id = `ORD-${randomUUID().slice(0, 8).toUpperCase()}`;
  const payment = { order_id, amount: 30, currency: 'EUR', reason: 'The lamp came cracked' };
  const script = [{ toolCalls: [{ name: agent, arguments: payment }] }, { output: { done: true } }];
  const rule = { service: 'payments', route: 'refund', match: { order_id }, fault: 'lost_reply' };
  await engineer.request.post(faults, { data: rule });
  const started = await engineer.request.post('/api/v1/runs', {
    headers: headersOf(engineer),
    data: { agent, input: { script } },
  });
  const { id } = run.parse(await started.json());
  await engineer.request.get(`/api/v1/runs/${id}?wait=20`);
  await engineer.request.delete(faults);

  const approver = await signIn('approver');
  const open = await approver.request.get(`/api/v1/approvals?status=pending&run=${id}`);
  const question = approvals.parse(await open.json()).items[0];
  // A page that has not heard until when the call may arrive: it has the key that others have not yet.
  let knows = false;
  await approver.route(/\/approvals\/[^/]+\/(card|decision)$/, async (route) => {
    if (route.request().method() === 'POST') knows = true;
    if (knows) return route.continue();
    const answer = await route.fetch();
    return route.fulfill({ json: { ...card.parse(await answer.json()), settlesAt: null } });
  });
  await approver.goto(`/approvals/${question?.id}`);
  const didNot = approver.getByRole('button', { name: /^Did not happen/ });
  await expect(didNot).toBeEnabled();
  await didNot.click();
  const dialog = approver.getByRole('alertdialog', { name: /did not happen$/ });
  const reason = dialog.getByLabel('How you know, kept in the audit log');
  await reason.fill('Their desk has no such refund');
  await dialog.getByRole('button', { name: 'Send it again' }).click();
  // What was typed stays, with what happened beside it.
  await expect(dialog.getByRole('alert')).toContainText(/The call may still arrive until .+ can be said/);
  await expect(reason).toHaveValue('Their desk has no such refund');
  await dialog.getByRole('button', { name: 'Back' }).click();
  const refused = approver.getByRole('alert').filter({ hasText: 'Your decision was not taken.' });
  await expect(refused).toContainText(/The call may still arrive until .+ can be said from then on\./);

  // It knows by now, as every other page does: until when, in how long, and no key before.
  await expect(didNot).toBeDisabled();
  const note = approver.getByText(/The call may still arrive until .+ “Did not happen” can be said/);
  await expect(note).toContainText(/in 00:[0-5]\d/);
  await refused.getByRole('button', { name: 'Close' }).click();
  await approver.getByRole('button', { name: /^Happened/ }).click();
  await approver.getByRole('button', { name: 'Record as happened' }).click();
  await expect
    .poll(async () => run.parse(await (await approver.request.get(`/api/v1/runs/${id}`)).json()).status)
    .toBe('succeeded');
  expect(await refundsOf(bulkhead, order_id)).toHaveLength(1);
});
