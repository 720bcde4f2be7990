// An agent that mails a customer and waits: seen in the console, and woken by a person who was phoned.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { mailsAbout } from './harness/ledger';
import { expect, test } from './harness/test';

const newCase = () => `CASE-${randomUUID().slice(0, 8).toUpperCase()}`;

async function askCustomer(page: Page, caseId: string): Promise<void> {
  await page.goto('/runs?start=customer-mail');
  const form = page.getByRole('dialog', { name: 'Start a run' });
  await form.getByLabel('Case').fill(caseId);
  await form.getByLabel('Customer').fill('kim@example.com');
  await form.getByLabel('Question').fill('Blue or green?');
  await form.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(page).toHaveURL(/\/runs\/[0-9a-f-]{36}/);
}

const eventSection = (page: Page) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name: 'Event from outside' }) });

async function seesTheWait(page: Page, caseId: string): Promise<void> {
  await expect(page.getByRole('region', { name: 'Waits for an event' })).toContainText(`reply:${caseId}`);
  const event = eventSection(page);
  await expect(event).toContainText(`reply:${caseId}`);
  await expect(event).toContainText(/until.*(2 d|3 d)/);
  await expect(event).toContainText('0 of 2 used, counted with step 2');
}

test('an operator who was phoned instead sends the event by hand', async ({ signIn, bulkhead }) => {
  const caseId = newCase();
  const operator = await signIn('operator');
  await askCustomer(operator, caseId);
  await seesTheWait(operator, caseId);
  await operator.getByRole('button', { name: 'Send the event' }).click();
  const dialog = operator.getByRole('alertdialog', { name: 'Send the event' });
  await dialog.getByLabel('Payload').fill('{"text": "Blue"');
  await dialog.getByLabel('Reason, kept in the audit').fill('Kim phoned');
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(dialog.getByText('This is no JSON.')).toBeVisible();
  await dialog.getByLabel('Payload').fill('{"text": "Blue"}');
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(operator.getByRole('region', { name: 'Result' })).toContainText('answered');
  expect(await mailsAbout(bulkhead, caseId)).toHaveLength(1);
});
