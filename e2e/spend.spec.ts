// Spend and Breakers tell the truth: what a run cost is what Spend adds, and a tool that its receiver let down is shown failing.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { formatMicroUsd } from '../lib/format/money';
import { expect, test } from './harness/test';

const spend = z.looseObject({ total: z.looseObject({ costMicroUsd: z.number(), runs: z.number() }) });
const run = z.looseObject({ id: z.string(), status: z.string(), costMicroUsd: z.number() });

async function refunded(page: Page, orderId: string): Promise<z.infer<typeof run>> {
  const { origin } = new URL(page.url());
  const started = await page.request.post('/api/v1/runs', {
    headers: { origin, 'idempotency-key': orderId },
    data: { agent: 'refunds', input: { orderId, amount: 40, reason: 'It arrived broken' } },
  });
  const { id } = z.looseObject({ id: z.string() }).parse(await started.json());
  return run.parse(await (await page.request.get(`/api/v1/runs/${id}?wait=30`)).json());
}
const newOrder = (ending = '') => `ORD-${randomUUID().slice(0, 8).toUpperCase()}${ending}`;
const spent = async (page: Page) => spend.parse(await (await page.request.get('/api/v1/spend')).json()).total;

test('a run adds to Spend exactly what it says that it cost, and is found behind the bar', async ({
  signIn,
}) => {
  const operator = await signIn('operator');
  const before = await spent(operator);
  const { id, status, costMicroUsd } = await refunded(operator, newOrder());
  expect(status).toBe('succeeded');
  const after = await spent(operator);
  expect(costMicroUsd).toBeGreaterThan(0);
  expect(after.costMicroUsd - before.costMicroUsd).toBe(costMicroUsd);
  expect(after.runs - before.runs).toBe(1);

  await operator.goto('/spend?period=24h');
  await expect(operator.getByRole('img', { name: /^\$.*24 hours\. Most from/ })).toBeVisible();
  await operator.getByRole('button', { name: 'View as table' }).click();
  const parts = operator.getByRole('button', { name: /^Runs of refunds/ });
  await parts.last().click();
  await expect(operator).toHaveURL(/of=refunds/);
  await expect(operator).toHaveURL(/at=/);
  // The dearest of the hour stand here; this one is found among all that were started then.
  await operator.getByRole('link', { name: 'Runs started then' }).click();
  await expect(operator).toHaveURL(/\/runs\?.*agent=refunds/);
  const row = operator.locator('tr').filter({ has: operator.locator(`a[href="/runs/${id}"]`) });
  await expect(row).toContainText(formatMicroUsd(costMicroUsd, { minDigits: 6 }));
  await operator.goBack();
  await expect(operator).toHaveURL(/of=refunds/);
  await operator.goBack();
  await expect(operator).not.toHaveURL(/of=/);
});

test('a tool whose receiver loses its answers is shown failing, with the run that met it', async ({
  signIn,
}) => {
  const operator = await signIn('operator');
  await operator.goto('/breakers');
  await operator.getByRole('button', { name: /^payments\.refund/ }).click();
  const { id } = await refunded(operator, newOrder('-LOST'));
  // The page is live: nobody reloads it.
  const pane = operator.getByRole('complementary', { name: 'One breaker' });
  await expect(pane.getByText('connection_lost')).toBeVisible({ timeout: 15_000 });
  await expect(pane.getByText(/not reachable × \d/)).toBeVisible();
  await expect(pane.getByRole('link', { name: 'Open the run' }).first()).toHaveAttribute(
    'href',
    new RegExp(id),
  );
  await expect(
    operator.getByRole('img', { name: /call.* in the last 30 minutes, [1-9]\d* failed/ }).first(),
  ).toBeVisible();
});

test('spend is stacked by label and status, taken away as a file, and followed to the step that cost it', async ({
  signIn,
}) => {
  const operator = await signIn('operator');
  const team = `spend-${randomUUID().slice(0, 8)}`;
  const { origin } = new URL(operator.url());
  const started = await operator.request.post('/api/v1/runs', {
    headers: { origin, 'idempotency-key': team },
    data: {
      agent: 'refunds',
      input: { orderId: newOrder(), amount: 40, reason: 'It arrived broken' },
      labels: { team },
    },
  });
  const { id } = z.looseObject({ id: z.string() }).parse(await started.json());
  const done = run.parse(await (await operator.request.get(`/api/v1/runs/${id}?wait=30`)).json());
  await operator.goto('/spend?period=24h');
  await operator.getByRole('radio', { name: 'Label' }).click();
  await operator.getByRole('button', { name: `team=${team}`, exact: true }).click();
  const row = operator.getByRole('row').filter({ hasText: team });
  await expect(row).toContainText(formatMicroUsd(done.costMicroUsd, { minDigits: 6 }));
  // Nothing else has this label.
  const steps = operator.getByRole('button', { name: /^Steps of / });
  await expect(steps).toHaveCount(1);
  await steps.click();
  await operator
    .getByRole('link', { name: /sim-refunds/ })
    .first()
    .click();
  await expect(operator).toHaveURL(new RegExp(`/runs/${id}\\?.*step=\\d`));

  await operator.goto('/spend?period=24h&by=status&of=succeeded');
  await expect(operator.getByRole('heading', { name: 'By status' })).toBeVisible();
  await expect(operator.getByRole('button', { name: 'succeeded', exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await expect(operator.getByRole('heading', { name: 'Cost of failure' })).toBeVisible();
  await operator.getByRole('button', { name: 'Export', exact: true }).click();
  const file = operator.waitForEvent('download');
  await operator.getByRole('menuitem', { name: 'Export as CSV' }).click();
  expect((await file).suggestedFilename()).toMatch(/^bulkhead-spend-.*\.csv$/);
});

test('a part of Spend that could not be loaded says so and asks again', async ({ signIn }) => {
  test.setTimeout(120_000);
  const operator = await signIn('operator');
  await refunded(operator, newOrder());
  await operator.goto('/spend');
  await expect(operator.getByRole('heading', { name: 'By agent' })).toBeVisible();
  const sums = (url: URL) => url.pathname === '/api/v1/spend' && url.searchParams.get('by') === 'model';
  await operator.route(sums, (route) => route.abort());
  await operator.getByRole('radio', { name: 'Model' }).click();
  const heading = operator.getByRole('heading', { name: 'By model' });
  const part = operator.locator('section').filter({ has: heading });
  await expect(part.getByText('Who spent it could not be loaded')).toBeVisible();
  await expect(part.getByRole('button', { name: 'Try again' })).toBeVisible();
  // It goes on asking by itself, at its own pace.
  await operator.unroute(sums);
  await expect(part.getByRole('button', { name: 'sim-refunds' })).toBeVisible({ timeout: 45_000 });

  // The month is known already: what fails is that it is asked for again, after a run.
  const month = (url: URL) => url.pathname === '/api/v1/spend' && url.searchParams.get('by') === 'day';
  await operator.route(month, (route) => route.abort());
  await refunded(operator, newOrder());
  await expect(operator.getByText(/^Shown as of/)).toBeVisible({ timeout: 30_000 });
});

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
  const input = { orderId: newOrder(), amount: 40, reason: 'It arrived broken' };
  const started = await engineer.request.post('/api/v1/runs', {
    headers: { origin, 'idempotency-key': team },
    data: { agent: 'refunds', input, labels: { team } },
  });
  const { id } = z.looseObject({ id: z.string() }).parse(await started.json());
  await expect(row.getByRole('link', { name: '1 run waits for room in it' })).toBeVisible({
    timeout: 30_000,
  });
  const waiting = run.parse(await (await engineer.request.get(`/api/v1/runs/${id}`)).json());
  expect([waiting.status, waiting.costMicroUsd]).toEqual(['waiting', 0]);

  await row.getByRole('button', { name: /^Change/ }).click();
  const change = engineer.getByRole('dialog', { name: `Change the budget of label:team=${team}` });
  await change.getByLabel('Limit, USD').fill('1');
  await change.getByRole('button', { name: 'Change', exact: true }).click();
  await expect(change).toBeHidden();
  await expect
    .poll(async () => run.parse(await (await engineer.request.get(`/api/v1/runs/${id}`)).json()).status, {
      timeout: 30_000,
    })
    .toBe('succeeded');
  await expect(row.getByText('1 run waits')).toBeHidden({ timeout: 30_000 });
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

test('a looping agent with $1.00 stops at or below it with what it has; raised by $0.50 on its page it goes on, and stops again', async ({
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
  const figure = (label: string) =>
    engineer
      .locator('header dl > div')
      .filter({ has: engineer.getByText(label, { exact: true }) })
      .locator('dd');
  /** As the page says it, while it waits: "$0.9312 of $1.00". */
  const stopsWithin = async (limit: number, from: number): Promise<number> => {
    const stopped = engineer.getByRole('region', { name: 'Stopped at a bound' });
    const seen: number[] = [];
    await expect
      .poll(
        async () => {
          const [spent = '', of] = ((await figure('Cost').textContent()) ?? '').split(' of ');
          const dollars = Number(spent.replace('$', ''));
          seen.push(dollars);
          return of === `$${limit.toFixed(2)}` && dollars > from && (await stopped.isVisible());
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

  await engineer.getByRole('button', { name: 'Resume' }).click();
  const dialog = engineer.getByRole('alertdialog', { name: 'Raise the bounds and resume' });
  await dialog.getByLabel('Cost, USD').fill('1.50');
  await dialog.getByLabel('Reason, kept with the run').fill('It may look a little further');
  await dialog.getByRole('button', { name: 'Resume' }).click();
  await expect(dialog).toBeHidden();
  const second = await stopsWithin(1.5, first);
  expect(second).toBeGreaterThan(1);
});
