// An agent's question in a browser: asked as text, answered by who started the run, read by the agent; and a call whose target changed in between.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { holdApprove } from './harness/decide';
import { expect, test } from './harness/test';

const originOf = (page: Page) => ({ origin: new URL(page.url()).origin });
const identified = z.looseObject({ id: z.string() });

async function send(page: Page, method: 'PUT' | 'POST', path: string, data: object) {
  const answer = await page.request.fetch(`/api/v1/${path}`, { method, headers: originOf(page), data });
  expect(answer.status(), await answer.text()).toBeLessThan(300);
  return answer.json();
}
const definitionOf = async (page: Page, path: string) =>
  z
    .looseObject({ definition: z.looseObject({}) })
    .parse(await (await page.request.get(`/api/v1/${path}`)).json()).definition;

async function askingAgent(engineer: Page): Promise<string> {
  const name = `asking-${randomUUID().slice(0, 6)}`;
  const words = { question: { type: 'string' }, choices: { type: 'array' }, context: { type: 'string' } };
  await send(engineer, 'PUT', 'tools/people.ask', {
    kind: 'builtin',
    builtin: 'ask_person',
    description: 'Ask a person.',
    effect: 'read',
    inputSchema: { type: 'object', properties: words, required: ['question'] },
  });
  const model = await definitionOf(engineer, 'models/sim-refunds');
  await send(engineer, 'PUT', `models/${name}`, { ...model, model: 'sim-scripted-1' });
  await send(engineer, 'PUT', `agents/${name}`, {
    description: 'Asks a person.',
    prompt: 'Ask.',
    model: name,
    tools: [{ name: 'people.ask' }],
    inputSchema: { type: 'object' },
  });
  return name;
}

test('a question is drawn as text, answered by keyboard, and its answer stands with the run', async ({
  signIn,
}) => {
  const engineer = await signIn('engineer');
  await engineer.goto('/tools');
  const agent = await askingAgent(engineer);
  const operator = await signIn('operator');
  // A wide page opens the first card by itself, and a narrow one with an open card has no queue.
  await operator.setViewportSize({ width: 390, height: 844 });
  await operator.goto('/approvals');
  const question = `Which <b>colour</b> for ${agent}?`;
  const asked = { name: 'people.ask', arguments: { question, choices: ['blue', '[green](http://x.test)'] } };
  const input = { script: [{ toolCalls: [asked] }, { output: { answer: 'Done.' } }] };
  const run = identified.parse(await send(operator, 'POST', 'runs', { agent, input }));

  await operator.getByRole('link').filter({ hasText: question }).click();
  const card = operator.getByRole('article', { name: 'Decision on people.ask' });
  await expect(card.getByText(question).first()).toBeVisible();
  await expect(card.getByRole('link', { name: /green/ })).toHaveCount(0);
  await expect(card.getByRole('button', { name: /Approve|Won’t answer/ })).toHaveCount(0);
  const submit = card.getByRole('button', { name: 'Send the answer' });
  await submit.click();
  await expect(card.getByText('Choose an answer or write one')).toBeVisible();
  await card.getByRole('radio', { name: 'blue' }).focus();
  await operator.keyboard.press('ArrowDown');
  await expect(card.getByRole('radio', { name: '[green](http://x.test)' })).toBeChecked();
  await submit.focus();
  await operator.keyboard.press('Enter');
  await expect
    .poll(async () => (await operator.request.get(`/api/v1/runs/${run.id}?wait=5`)).json())
    .toMatchObject({
      status: 'succeeded',
    });
  await operator.setViewportSize({ width: 1280, height: 800 });
  await operator.goto(`/runs/${run.id}?step=2`);
  await expect(operator.getByText('Answered', { exact: true }).first()).toBeVisible();
  await expect(operator.getByText(question).first()).toBeVisible();
});

test('a call whose target changed after it was shown is asked again, with what changed', async ({
  signIn,
}) => {
  const engineer = await signIn('engineer');
  await engineer.goto('/tools');
  const refund = await definitionOf(engineer, 'tools/payments.refund');
  const orderId = `ORD-${randomUUID().slice(0, 8).toUpperCase()}`;
  const precondition = {
    tool: 'payments.lookup',
    arguments: { order_id: '{arguments.order_id}' },
    paths: ['refunded'],
  };
  await send(engineer, 'PUT', 'tools/payments.refund', { ...refund, precondition });
  try {
    const operator = await signIn('operator');
    await operator.goto('/runs');
    const start = async (amount: number) => {
      const input = { orderId, amount, reason: 'Both lamps arrived broken' };
      return identified.parse(await send(operator, 'POST', 'runs', { agent: 'refunds', input })).id;
    };
    await operator.request.get(`/api/v1/runs/${await start(900)}?wait=30`);
    const approver = await signIn('approver');
    await approver.goto('/approvals');
    await approver.getByRole('link').filter({ hasText: orderId }).click();
    const target = approver.getByRole('region', { name: 'State of the target when this was asked' });
    await expect(target.getByText('0', { exact: true })).toBeVisible();
    await operator.request.get(`/api/v1/runs/${await start(40)}?wait=30`);
    await holdApprove(approver);
    await approver.getByRole('link').filter({ hasText: orderId }).filter({ hasText: 'asked again' }).click();
    await expect(target.getByText('Since it was asked before, the target changed:')).toBeVisible();
    await expect(approver.getByText(/refunded of its target was 0 and is 40 now/).first()).toBeVisible();
    await approver.getByRole('button', { name: /^Reject/ }).click();
    const dialog = approver.getByRole('alertdialog');
    await dialog.getByRole('textbox').fill('It was refunded already');
    await dialog.getByRole('button', { name: /^Reject/ }).click();
    await expect(dialog).toHaveCount(0);
  } finally {
    await send(engineer, 'PUT', 'tools/payments.refund', refund);
  }
});
