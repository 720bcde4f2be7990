// A veto window in a browser: set in the agent's form, announced in the queue, objected to by keyboard with a reason, and let go before its time.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { type Bulkhead, startBulkhead } from './harness/bulkhead';
import { holdApprove } from './harness/decide';
import { untilHeard, untilLive } from './harness/keyboard';
import { expect, test } from './harness/test';

const ANNOUNCED =
  '\n@id("refunds.announced")\n@message("Refunds are announced.")\n@veto("allowed")\npermit (principal, action == Action::"payments.refund", resource);\n';
const AGENT = 'announcing';
const identified = z.looseObject({ id: z.string() });
let bulkhead: Bulkhead;

// Its own: what it publishes holds for every refund.
test.beforeAll(async () => {
  test.setTimeout(300_000);
  bulkhead = await startBulkhead();
});
test.afterAll(() => bulkhead.remove());

async function send(page: Page, method: 'PUT' | 'POST', path: string, data: object) {
  const headers = { origin: new URL(page.url()).origin };
  const answer = await page.request.fetch(`/api/v1/${path}`, { method, headers, data });
  expect(answer.status(), await answer.text()).toBeLessThan(300);
  return answer.json();
}

/** The policy lets refunds be announced, and an agent of its own makes them. */
async function prepare(engineer: Page): Promise<void> {
  const policies = z.looseObject({
    active: z.looseObject({ texts: z.record(z.string(), z.string()) }),
  });
  const { active } = policies.parse(await (await engineer.request.get('/api/v1/policies')).json());
  const texts = { ...active.texts, ask: `${active.texts.ask}${ANNOUNCED}` };
  await send(engineer, 'PUT', 'policies/draft', texts);
  await send(engineer, 'POST', 'policies/publish', { reason: 'Refunds are announced' });
  const model = await (await engineer.request.get('/api/v1/models/sim-refunds')).json();
  await send(engineer, 'PUT', 'models/scripted', { ...model.definition, model: 'sim-scripted-1' });
  await send(engineer, 'PUT', `agents/${AGENT}`, {
    description: 'Refunds, and says so beforehand.',
    prompt: 'Refund.',
    model: 'scripted',
    tools: [{ name: 'payments.refund' }],
    inputSchema: { type: 'object' },
    escalation: { whenConfidenceMissing: 'allow' },
  });
}

/** Sets the window in the form, after what is no window was refused at its field. */
async function setWindow(engineer: Page): Promise<void> {
  await engineer.goto(`/agents/${AGENT}/edit`);
  await untilLive(engineer);
  const field = engineer.getByLabel('Runs unless somebody objects within');
  await field.fill('10 s');
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await field.fill('20 m');
  const words = engineer.getByRole('list', { name: 'In words' });
  await expect(words.getByText(/runs after 20 m 00 s, unless somebody objects/)).toBeVisible();
  await engineer.getByRole('button', { name: 'Save', exact: true }).click();
  const look = engineer.getByRole('dialog', { name: `Save ${AGENT} as v2` });
  await look.getByRole('button', { name: 'Save as v2' }).click();
  await expect(engineer.getByText('v2 is not active')).toBeVisible();
  await send(engineer, 'POST', `agents/${AGENT}/activate`, { version: 2 });
}

async function announcedRefund(operator: Page): Promise<string> {
  const order = `ORD-${randomUUID().slice(0, 8).toUpperCase()}`;
  const refund = { order_id: order, amount: 40, currency: 'EUR', reason: 'It came cracked' };
  const call = { name: 'payments.refund', arguments: refund };
  const input = { script: [{ toolCalls: [call] }, { output: { answer: 'Done.' } }] };
  const run = identified.parse(await send(operator, 'POST', 'runs', { agent: AGENT, input }));
  await expect
    .poll(async () => (await (await operator.request.get(`/api/v1/runs/${run.id}?wait=5`)).json()).status)
    .toBe('waiting');
  return run.id;
}
const statusOf = async (page: Page, id: string) =>
  (await (await page.request.get(`/api/v1/runs/${id}?wait=5`)).json()).status;

test('is set, announced, objected to with a reason, and let go before its time', async ({ signIn }) => {
  test.setTimeout(240_000);
  const engineer = await signIn('engineer', bulkhead);
  await prepare(engineer);
  await setWindow(engineer);
  const operator = await signIn('operator', bulkhead);
  const approver = await signIn('approver', bulkhead);

  const objected = await announcedRefund(operator);
  await approver.goto('/approvals');
  const queue = approver.getByRole('complementary', { name: 'Queue' });
  await expect(queue.getByText('unless somebody objects')).toBeVisible();
  await expect(queue.getByText(/^runs in /)).toBeVisible();
  const card = approver.getByRole('article', { name: 'Decision on payments.refund' });
  await expect(card.getByText('Veto window')).toBeVisible();
  await expect(card.getByText('Runs unless somebody objects')).toBeVisible();
  await expect(card.getByText(/checked again and sent, because nobody objected/)).toBeVisible();
  await untilHeard(approver, 'Object');
  await approver.keyboard.press('r');
  const dialog = approver.getByRole('alertdialog', { name: /^Object to payments\.refund/ });
  await dialog.getByRole('textbox').fill('It was refunded by phone');
  await dialog.getByRole('button', { name: 'Object' }).click();
  await expect.poll(() => statusOf(operator, objected)).toBe('succeeded');
  await operator.goto(`/runs/${objected}?step=2`);
  await expect(operator.getByText('“It was refunded by phone”')).toBeVisible();

  const letGo = await announcedRefund(operator);
  await operator.goto(`/runs/${letGo}?step=2`);
  await expect(operator.getByText('Runs unless somebody objects').first()).toBeVisible();
  await approver.goto('/approvals');
  await expect(card.locator('button[data-hold]').filter({ hasText: 'Let it go now' })).toBeVisible();
  await holdApprove(approver);
  await expect.poll(() => statusOf(operator, letGo)).toBe('succeeded');
  await operator.goto(`/runs/${letGo}?step=2`);
  await expect(operator.getByText('Allowed after approval').first()).toBeVisible();
});
