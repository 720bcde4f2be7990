// Tools as an engineer has them: a call tried, a refund tried for real after a question, a new tool from the form, tried before and after it is saved.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { refundsOf } from './harness/ledger';
import { expect, test } from './harness/test';

const tool = z.looseObject({ definition: z.looseObject({ http: z.looseObject({ url: z.string() }) }) });

async function simulatorOrigin(page: Page): Promise<string> {
  const answer = await page.request.get('/api/v1/tools/payments.lookup');
  return new URL(tool.parse(await answer.json()).definition.http.url.replaceAll(/[{}]/g, '')).origin;
}

const newOrder = () => `ORD-${randomUUID().slice(0, 8).toUpperCase()}`;

test('an engineer tries a read at once, and an effect only after saying why', async ({
  signIn,
  bulkhead,
}) => {
  const engineer = await signIn('engineer');
  await engineer.goto('/tools');
  await engineer.getByRole('link', { name: 'payments.lookup' }).click();
  await expect(engineer.getByText('It changes nothing.')).toBeVisible();
  await engineer.getByRole('tab', { name: 'Try it' }).click();
  await engineer.getByLabel('order_id').fill('nonsense');
  await engineer.getByRole('button', { name: 'Try it' }).click();
  await expect(engineer.getByLabel('order_id')).toHaveAttribute('aria-invalid', 'true');
  await engineer.getByLabel('order_id').fill(newOrder());
  await engineer.getByRole('button', { name: 'Try it' }).click();
  const result = engineer.getByRole('region', { name: 'Result' });
  await expect(result.getByText('A read: nothing was changed.')).toBeVisible();
  await expect(result.getByText('The answer fits.')).toBeVisible();
  await expect(result.getByText('refundable')).toBeVisible();

  const orderId = newOrder();
  await engineer.goto('/tools/payments.refund?tab=try');
  await engineer.getByLabel('order_id').fill(orderId);
  await engineer.getByLabel('amount').fill('12.5');
  await engineer.getByLabel('reason').fill('A try');
  await engineer.getByRole('button', { name: 'Try it for real' }).click();
  const question = engineer.getByRole('alertdialog', { name: 'Call payments.refund for real' });
  await question.getByRole('button', { name: 'Call it' }).click();
  await expect(question.getByRole('textbox')).toHaveAttribute('aria-invalid', 'true');
  expect(await refundsOf(bulkhead, orderId)).toEqual([]);
  await question.getByRole('textbox').fill('Does the new key work?');
  await question.getByRole('button', { name: 'Call it' }).click();
  await expect(result.getByText('It acted')).toBeVisible();
  expect(await refundsOf(bulkhead, orderId)).toHaveLength(1);
});

test('an engineer adds a tool from the form: tried as a draft, refused at its fields, looked at before it is saved', async ({
  signIn,
}) => {
  const engineer = await signIn('engineer');
  const name = `orders.get-${randomUUID().slice(0, 6)}`;
  await engineer.goto('/tools');
  await engineer.getByRole('link', { name: 'New tool' }).click();
  await expect(engineer).toHaveURL(/\/tools\/new$/);
  await engineer.getByRole('button', { name: 'Review and save' }).click();
  await expect(engineer.getByLabel('Name')).toBeFocused();
  await expect(engineer.getByLabel('Description')).toHaveAttribute('aria-invalid', 'true');
  await engineer.getByLabel('Name').fill(name);
  await engineer.getByLabel('Description').fill('Reads one order.');
  await engineer.getByLabel(/^URL/).fill(`${await simulatorOrigin(engineer)}/payments/orders/{order}`);
  await engineer.getByRole('button', { name: 'Add a header' }).click();
  await engineer.getByLabel('Name of header 1').fill('authorization');
  await engineer.getByLabel('Value').fill('Bearer {{secret:DEMO_SERVICE_KEY}}');
  const properties = { order_id: { type: 'string', minLength: 1 } };
  await engineer
    .getByLabel('Input schema')
    .fill(
      JSON.stringify({ type: 'object', properties, required: ['order_id'], additionalProperties: false }),
    );

  // The form does not know that the URL names an argument which is none; the server does, and says it at the field.
  await engineer.getByRole('button', { name: 'Review and save' }).click();
  const review = engineer.getByRole('dialog', { name: `Save ${name}` });
  await review.getByRole('button', { name: 'Save' }).click();
  await expect(engineer.getByLabel(/^URL/)).toHaveAttribute('aria-invalid', 'true');
  // One draft behind both views.
  await engineer.getByRole('radio', { name: 'JSON' }).click();
  const json = engineer.getByLabel('Definition as JSON');
  await json.fill((await json.inputValue()).replace('{order}', '{order_id}'));
  await engineer.getByRole('radio', { name: 'Form' }).click();
  await expect(engineer.getByLabel(/^URL/)).toHaveValue(/\{order_id\}$/);

  const orderId = newOrder();
  await engineer.getByLabel('order_id').fill(orderId);
  await engineer.getByRole('button', { name: 'Try it' }).click();
  const result = engineer.getByRole('region', { name: 'Result' });
  await expect(result.getByText('refundable')).toBeVisible();

  await engineer.getByRole('button', { name: 'Review and save' }).click();
  await review.getByRole('button', { name: 'Save' }).click();
  await expect(engineer).toHaveURL(new RegExp(`/tools/${name}$`));
  await expect(engineer.getByRole('heading', { level: 1, name })).toBeVisible();
  await engineer.getByRole('tab', { name: 'Try it' }).click();
  await engineer.getByLabel('order_id').fill(orderId);
  await engineer.getByRole('button', { name: 'Try it' }).click();
  await expect(result.getByText('refundable')).toBeVisible();
});

test('an engineer gives a tool a price: what is wrong is told at its field, what is saved is there again', async ({
  signIn,
}) => {
  const engineer = await signIn('engineer');
  await engineer.goto('/tools');
  const name = `orders.paid-${randomUUID().slice(0, 6)}`;
  const http = { method: 'GET', url: `${await simulatorOrigin(engineer)}/payments/orders/{order_id}` };
  const inputSchema = {
    type: 'object',
    properties: { order_id: { type: 'string' } },
    required: ['order_id'],
  };
  const made = await engineer.request.put(`/api/v1/tools/${name}`, {
    headers: { origin: new URL(engineer.url()).origin },
    data: { kind: 'http', description: 'Reads one order.', effect: 'read', inputSchema, http },
  });
  expect(made.status(), await made.text()).toBe(200);

  await engineer.goto(`/tools/${name}/edit`);
  const price = engineer.getByLabel('Micro-USD a call');
  const path = engineer.getByLabel('Cost in the result');
  await expect(path).toHaveCount(0);
  await price.fill('0');
  const save = engineer.getByRole('button', { name: 'Review and save' });
  await save.click();
  await expect(price).toHaveAttribute('aria-invalid', 'true');
  await price.fill('2500');
  await expect(price).not.toHaveAttribute('aria-invalid', 'true');
  await path.fill('billing..cost');
  await engineer.getByRole('combobox', { name: 'Told in' }).click();
  await engineer.getByRole('option', { name: 'micro-USD' }).click();

  // Only the server knows that nothing could ever stand at that path.
  await save.click();
  const review = engineer.getByRole('dialog', { name: `Save a new version of ${name}` });
  await review.getByRole('button', { name: 'Save' }).click();
  await expect(path).toHaveAttribute('aria-invalid', 'true');
  await expect(engineer.getByText('has an empty part', { exact: false }).first()).toBeVisible();
  await path.fill('billing.cost');
  await save.click();
  await review.getByRole('button', { name: 'Save' }).click();
  await expect(engineer).toHaveURL(new RegExp(`/tools/${name}$`));
  await engineer.goto(`/tools/${name}/edit`);
  await expect(price).toHaveValue('2500');
  await expect(path).toHaveValue('billing.cost');
  await expect(engineer.getByRole('combobox', { name: 'Told in' })).toContainText('micro-USD');
});

test('a viewer sees the contract, and neither a try nor a form', async ({ signIn }) => {
  const viewer = await signIn('viewer');
  await viewer.goto('/tools/payments.lookup?tab=try');
  await expect(viewer.getByText('It changes nothing.')).toBeVisible();
  await expect(viewer.getByRole('tab', { name: 'Versions' })).toBeVisible();
  await expect(viewer.getByRole('tab', { name: 'Try it' })).toHaveCount(0);
  await expect(viewer.getByRole('link', { name: 'Edit' })).toHaveCount(0);
  await expect(viewer.getByRole('button', { name: 'Archive' })).toHaveCount(0);
  await viewer.goto('/tools/payments.lookup/edit');
  await expect(viewer.getByText('There is nothing here')).toBeVisible();
});
