// A channel by mail, from the form to the inbox: it is tested, an approval arrives, and its link leads through the sign-in to the card.
import { type MailServer, startMailServer } from '../lib/adapters/testing/mail-server';
import { bringAxe, excessWidth, violations } from './harness/axe';
import { type Bulkhead, startBulkhead } from './harness/bulkhead';
import { startedRefund } from './harness/seeded';
import { expect, test } from './harness/test';

let mail: MailServer;
let bulkhead: Bulkhead;
test.beforeAll(async () => {
  mail = await startMailServer({ tls: 'none' });
  bulkhead = await startBulkhead({ env: { BULKHEAD_PRIVATE_HOSTS: `127.0.0.1:${mail.port}` } });
});
test.afterAll(async () => {
  await bulkhead.remove();
  await mail.close();
});

const textOf = (raw: string): string => raw.replaceAll('=\r\n', '').replaceAll('=3D', '=');

test('people are told by mail, and decide after signing in', async ({ signIn, browser }) => {
  const engineer = await signIn('engineer', bulkhead);
  await engineer.request.put('/api/v1/secrets/SMTP_URL', {
    headers: { origin: bulkhead.url },
    data: { value: `smtp://127.0.0.1:${mail.port}` },
  });
  await engineer.goto('/settings/notifications');
  await expect(engineer.getByText('Nobody is told yet')).toBeVisible();
  await engineer.getByRole('button', { name: 'Add a channel' }).click();
  const form = engineer.getByRole('dialog', { name: 'Add a channel' });
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(form.getByRole('textbox', { name: 'From' })).toHaveAttribute('aria-invalid', 'true');
  await form.getByRole('textbox', { name: 'Name' }).fill('on-call');
  await form.getByLabel('Secret with the mail server').fill('SMTP_URL');
  await form.getByRole('textbox', { name: 'From' }).fill('bulkhead@example.com');
  await form.getByRole('textbox', { name: 'To' }).fill('grace@example.com');
  await form.getByRole('combobox', { name: 'TLS' }).click();
  await engineer.getByRole('option', { name: /Optional/ }).click();
  await form.getByRole('button', { name: 'Add', exact: true }).click();

  const log = engineer.getByRole('dialog', { name: 'on-call' });
  await log.getByRole('button', { name: 'Send a test' }).click();
  await expect(log.getByText('The test was taken by the receiver.')).toBeVisible();
  expect(textOf(mail.taken[0]?.raw ?? '')).toContain('Subject: Test of the channel on-call');
  await log.getByRole('button', { name: 'Done' }).click();
  await expect(engineer.getByRole('row').filter({ hasText: 'on-call' })).toContainText('grace@example.com');

  const operator = await signIn('operator', bulkhead);
  const run = await startedRefund(operator, 900);
  await expect.poll(() => mail.taken.length, { timeout: 30_000 }).toBe(2);
  const told = textOf(mail.taken[1]?.raw ?? '');
  expect(told).not.toContain('token');
  const link = /https?:\/\/\S+\/approvals\/[0-9a-f-]{36}/.exec(told)?.[0] ?? '';
  expect(link).not.toBe('');

  const context = await browser.newContext();
  const grace = await context.newPage();
  // The mail names the address of the installation; here it is reached at the port that was free.
  await grace.goto(new URL(new URL(link).pathname, bulkhead.url).href);
  await grace.locator('form[data-ready]').waitFor();
  const approver = bulkhead.people.get('approver');
  await grace.getByLabel('E-mail').fill(approver?.email ?? '');
  await grace.getByLabel('Password', { exact: true }).fill(approver?.password ?? '');
  await grace.getByRole('button', { name: /sign in/i }).click();
  await expect(grace).toHaveURL(new RegExp(new URL(link).pathname));
  await expect(grace.getByRole('button', { name: /approve/i }).first()).toBeVisible();
  await context.close();
  expect(run.id).not.toBe('');
});

test('the form and the log hold up in both themes and on a phone', async ({ signIn }) => {
  const engineer = await signIn('engineer', bulkhead);
  await bringAxe(engineer.context());
  await engineer.request.put('/api/v1/channels/pager', {
    headers: { origin: bulkhead.url },
    data: {
      kind: 'webhook',
      url: 'https://pager.example.com/events',
      events: ['alert', 'approval.pending'],
      quietHours: { zone: 'Europe/Berlin', from: '20:00', to: '07:00' },
    },
  });
  for (const theme of ['light', 'dark'] as const)
    for (const width of [1280, 390]) {
      await engineer.setViewportSize({ width, height: 844 });
      await engineer.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await engineer.goto('/settings/notifications');
      const row = engineer.getByRole('row').filter({ hasText: 'pager' });
      await row.getByRole('button', { name: 'What can be done about pager' }).click();
      await engineer.getByRole('menuitem', { name: 'Change' }).click();
      const form = engineer.getByRole('dialog', { name: 'Change pager' });
      await expect(form.getByLabel('Address')).toHaveValue('https://pager.example.com/events');
      await expect(form.getByLabel('From')).toHaveValue('20:00');
      expect(await violations(engineer, theme)).toEqual([]);
      expect(await excessWidth(engineer)).toBeLessThanOrEqual(0);
      await form.getByRole('button', { name: 'Back' }).click();
    }
});
