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
  await expect(pane.getByText('connection_lost')).toBeVisible();
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
  await expect(operator.getByText(/^Shown as of/)).toBeVisible();
});

test('an engineer edits the price table: what is no table is told and not saved, a file is, and the list says it', async ({
  signIn,
}) => {
  const model = `priced-${randomUUID().slice(0, 8)}`;
  const entry = {
    model,
    from: '2026-01-01T00:00:00Z',
    prices: { inputMicroUsdPerMTok: 150_000, outputMicroUsdPerMTok: 600_000 },
    deprecated: { endsAt: '2027-03-01T00:00:00Z', use: 'large-3' },
  };
  const engineer = await signIn('engineer');
  await engineer.goto('/settings/prices');
  await engineer.getByRole('button', { name: 'Edit or import' }).click();
  const dialog = engineer.getByRole('dialog', { name: 'Edit the prices' });
  const text = dialog.getByLabel('Prices as JSON');
  const kept = await text.inputValue();
  const wrong = [
    ['no JSON', /JSON/],
    [JSON.stringify([{ ...entry, prices: { inputMicroUsdPerMTok: -1 } }]), /prices\.0\.prices/],
    [JSON.stringify([{ ...entry, from: 'soon' }]), /prices\.0\.from/],
    [JSON.stringify([entry, entry]), /has a price from then on already/],
  ] as const;
  for (const [said, problem] of wrong) {
    await text.fill(said);
    await expect(dialog.getByRole('status')).toHaveText(problem);
    await expect(dialog.getByRole('button', { name: 'Save' })).toBeDisabled();
  }
  const all = { prices: [...JSON.parse(kept).prices, entry] };
  await dialog.getByLabel('From a file').setInputFiles({
    name: 'prices.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(all)),
  });
  await expect(dialog.getByRole('status')).toHaveText('');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  const row = engineer.getByRole('row').filter({ hasText: model });
  await expect(row).toContainText('Deprecated, ends on 2027-03-01; use large-3.');
  await expect(row).toContainText('$0.15');
});
