// What may be spent is a bound: a budget holds a run back before it spends, a run stops at its own money, and a raise lets both go on.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { expect, test } from './harness/test';

const run = z.looseObject({ id: z.string(), status: z.string(), costMicroUsd: z.number() });

test('a budget holds a run back before it spends, and a raise in the console lets it go on', async ({
  signIn,
}) => {
  const team = `budget-${randomUUID().slice(0, 8)}`;
  const engineer = await signIn('engineer');
  await engineer.goto('/spend');
  await engineer.getByRole('button', { name: 'Set a budget' }).click();
  const form = engineer.getByRole('dialog', { name: 'Set a budget' });
  await form.getByLabel('Scope').fill(`label:team=${team}`);
  await form.getByLabel('Limit, USD').fill('ten');
  await form.getByRole('button', { name: 'Set', exact: true }).click();
  await expect(form.getByText('An amount, six decimals at most')).toBeVisible();
  await form.getByLabel('Limit, USD').fill('0.0001');
  await form.getByRole('button', { name: 'Set', exact: true }).click();
  const row = engineer.getByRole('row').filter({ hasText: team });
  await expect(row).toContainText('$0.0001');

  const { origin } = new URL(engineer.url());
  const input = { orderId: `ORD-${team.slice(-8).toUpperCase()}`, amount: 40, reason: 'It arrived broken' };
  const started = await engineer.request.post('/api/v1/runs', {
    headers: { origin, 'idempotency-key': team },
    data: { agent: 'refunds', input, labels: { team } },
  });
  const { id } = z.looseObject({ id: z.string() }).parse(await started.json());
  await expect(row.getByRole('link', { name: '1 run waits for room in it' })).toBeVisible();
  const waiting = run.parse(await (await engineer.request.get(`/api/v1/runs/${id}`)).json());
  expect([waiting.status, waiting.costMicroUsd]).toEqual(['waiting', 0]);

  await row.getByRole('button', { name: /^Change/ }).click();
  const change = engineer.getByRole('dialog', { name: `Change the budget of label:team=${team}` });
  await change.getByLabel('Limit, USD').fill('1');
  await change.getByRole('button', { name: 'Change', exact: true }).click();
  await expect(change).toBeHidden();
  await expect
    .poll(async () => run.parse(await (await engineer.request.get(`/api/v1/runs/${id}`)).json()).status)
    .toBe('succeeded');
  await expect(row.getByText('1 run waits')).toBeHidden();
  await row.getByRole('button', { name: /^Remove/ }).click();
  await engineer.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(row).toBeHidden();
});

/** Its model looks up one order after the other and never ends; each answer costs some cents. */
async function loopingAgent(page: Page, name: string): Promise<void> {
  const headers = { origin: new URL(page.url()).origin };
  const known = await (await page.request.get('/api/v1/models/sim-refunds')).json();
  const { definition } = z.looseObject({ definition: z.looseObject({}) }).parse(known);
  const prices = { inputMicroUsdPerMTok: 60_000_000, outputMicroUsdPerMTok: 240_000_000 };
  const model = { ...definition, model: 'sim-loop-1', prices };
  const agent = {
    description: 'Looks up order after order.',
    prompt: 'Look up every order there is.',
    model: name,
    tools: [{ name: 'payments.lookup' }],
    inputSchema: { type: 'object' },
    summaryReserveMicroUsd: 200_000,
    limits: { maxSteps: 500, maxToolCalls: 500, maxTokens: 10_000_000, maxCostMicroUsd: 1_000_000 },
  };
  for (const [path, data] of [
    [`models/${name}`, model],
    [`agents/${name}`, agent],
  ] as const) {
    const answer = await page.request.put(`/api/v1/${path}`, { headers, data });
    expect(answer.status(), await answer.text()).toBe(200);
  }
}

/** In the page, of one moment: a cost that is read before the stop is seen may be of a run that still spends. */
function costAndStop(): { cost: string; isStopped: boolean } {
  const figures = [...document.querySelectorAll('header dl > div')];
  const cost = figures.find((figure) => figure.querySelector('dt')?.textContent === 'Cost');
  return {
    cost: cost?.querySelector('dd')?.textContent ?? '',
    isStopped: document.querySelector('section[aria-label="Stopped at a bound"]') !== null,
  };
}

test('a looping agent with $1.00 stops at or below it with what it has and a last summary; raised by $0.50 on its page it goes on, and stops again', async ({
  signIn,
}) => {
  const name = `looper-${randomUUID().slice(0, 8)}`;
  const engineer = await signIn('engineer');
  await loopingAgent(engineer, name);
  const input = { tool: 'payments.lookup', arguments: { order_id: 'ORD-1' }, counting: 'order_id' };
  const started = await engineer.request.post('/api/v1/runs', {
    headers: { origin: new URL(engineer.url()).origin, 'idempotency-key': name },
    data: { agent: name, input },
  });
  const { id } = z.looseObject({ id: z.string() }).parse(await started.json());
  await engineer.goto(`/runs/${id}`);
  /** As the page says it, while it waits: "$0.9312 of $1.00". */
  const stopsWithin = async (limit: number, from: number): Promise<number> => {
    const seen: number[] = [];
    await expect
      .poll(
        async () => {
          const { cost, isStopped } = await engineer.evaluate(costAndStop);
          const [spent = '', of] = cost.split(' of ');
          const dollars = Number(spent.replace('$', ''));
          seen.push(dollars);
          return of === `$${limit.toFixed(2)}` && dollars > from && isStopped;
        },
        { timeout: 30_000, intervals: [100] },
      )
      .toBe(true);
    expect(Math.max(...seen)).toBeLessThanOrEqual(limit);
    return seen.at(-1) ?? 0;
  };
  const first = await stopsWithin(1, 0);
  expect(first).toBeGreaterThan(0.5);
  await engineer.getByRole('button', { name: 'Show the partial result' }).click();
  await expect(engineer.getByText('"ORD-1-1"').first()).toBeVisible();
  // Paid for out of what was kept back: its model's own last word on it.
  await expect(engineer.getByText(/I went on and on, and came to no end\./).first()).toBeVisible();

  await engineer.getByRole('button', { name: 'Resume' }).click();
  const dialog = engineer.getByRole('alertdialog', { name: 'Raise the bounds and resume' });
  await dialog.getByLabel('Cost, USD').fill('1.50');
  await dialog.getByLabel('Reason, kept with the run').fill('It may look a little further');
  await dialog.getByRole('button', { name: 'Resume' }).click();
  await expect(dialog).toBeHidden();
  const second = await stopsWithin(1.5, first);
  expect(second).toBeGreaterThan(1);
});
