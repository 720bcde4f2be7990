// Who may come in, and what is recorded of it: a person is added and chooses a password, a session is ended from afar, a key works until it is
// revoked, and the record shows all of it in a chain that is whole.
import { randomUUID } from 'node:crypto';
import type { Browser, Page } from '@playwright/test';
import { z } from 'zod';
import { untilLive } from './harness/keyboard';
import { makeKey } from './harness/keys';
import { expect, test } from './harness/test';

async function enter(page: Page, email: string, password: string): Promise<void> {
  await page.locator('form[data-ready]').waitFor();
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: /sign in/i }).click();
}

async function withPage<T>(browser: Browser, baseURL: string, act: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ baseURL });
  try {
    return await act(await context.newPage());
  } finally {
    await context.close();
  }
}

test('a person is added, has to choose a password, and is signed out from afar', async ({
  signIn,
  browser,
  baseURL,
}) => {
  const email = `mika-${randomUUID().slice(0, 8)}@example.com`;
  const own = `a password of ${randomUUID()}`;
  const admin = await signIn('admin');
  await admin.goto('/settings/people');
  await admin.getByRole('button', { name: 'Add a person' }).click();
  const form = admin.getByRole('dialog', { name: 'Add a person' });
  await form.getByLabel('E-mail').fill(email);
  await form.getByLabel('Name').fill('Mika Kern');
  await form.getByRole('button', { name: 'Add', exact: true }).click();
  const told = admin.getByRole('dialog', { name: 'A password for Mika Kern' });
  const given = (await told.getByText(/^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/).textContent()) ?? '';
  await told.getByRole('button', { name: 'Done' }).click();
  await expect(admin.getByRole('row').filter({ hasText: email })).toContainText('temporary password');

  await withPage(browser, baseURL, async (mika) => {
    await mika.goto('/runs');
    await enter(mika, email, given);
    await expect(mika.getByRole('heading', { name: 'Choose a password' })).toBeVisible();
    await mika.goto('/approvals');
    await expect(mika.getByRole('heading', { name: 'Choose a password' })).toBeVisible();
    await mika.locator('form[data-ready]').waitFor();
    await mika.getByLabel('The password you were given').fill(given);
    await mika.getByRole('textbox', { name: 'New password', exact: true }).fill(own);
    await mika.getByLabel('New password again').fill('something else entirely');
    await mika.getByRole('button', { name: 'Choose it and go on' }).click();
    await expect(mika.getByLabel('New password again')).toHaveAttribute('aria-invalid', 'true');
    await mika.getByLabel('New password again').fill(own);
    await mika.getByRole('button', { name: 'Choose it and go on' }).click();
    await expect(mika).toHaveURL(/\/approvals(\/[0-9a-f-]+)?$/); // with its first card where something waits
    await untilLive(mika);

    await admin.goto(`/settings/sessions?user=${encodeURIComponent(email)}`);
    await admin.getByRole('button', { name: 'End a session of Mika Kern' }).click();
    await admin.getByRole('alertdialog').getByRole('button', { name: 'End the session' }).click();
    await expect(mika).toHaveURL(/\/sign-in\?.*why=ended/);
    await expect(admin.getByText(`${email} is signed in nowhere.`)).toBeVisible();
    await enter(mika, email, own);
    await expect(mika).toHaveURL(/\/approvals(\/[0-9a-f-]+)?$/); // with its first card where something waits
  });

  await admin.goto(`/audit?actor=${encodeURIComponent(email)}`);
  await expect(admin.getByText('chose another password')).toBeVisible();
  await admin.goto('/audit?entity=user');
  await expect(admin.getByRole('listitem').filter({ hasText: /added.*Mika Kern/ })).toBeVisible();
  await expect(admin.locator('main')).not.toContainText(given);
});

test('a key works until it is revoked, and the record that tells of it is whole', async ({
  signIn,
  baseURL,
}) => {
  const name = `report ${randomUUID().slice(0, 8)}`;
  const admin = await signIn('admin');
  const key = await makeKey(admin, name, 'read audit');

  const ask = (path: string) =>
    fetch(`${baseURL}/api/v1${path}`, { headers: { authorization: `Bearer ${key}` } });
  expect((await ask('/audit?limit=1')).status).toBe(200);
  expect((await ask('/runs')).status).toBe(403);
  const exported = await (await ask('/audit/export?action=api_key.create&format=json')).text();
  expect(exported).toContain(name);
  expect(exported).not.toContain(key);
  await admin.getByRole('button', { name: `Revoke the key ${name}` }).click();
  const question = admin.getByRole('alertdialog');
  await question.getByRole('button', { name: 'Revoke', exact: true }).click();
  await expect(question.getByText('Say why')).toBeVisible();
  expect((await ask('/audit?limit=1')).status).toBe(200);
  await question.getByRole('textbox').fill('The report is made elsewhere');
  await question.getByRole('button', { name: 'Revoke', exact: true }).click();
  // Behind the open question no row is there for anybody: its end is waited for first.
  await expect(admin.getByText('Key revoked')).toBeVisible();
  await expect(admin.getByRole('row').filter({ hasText: name })).toHaveCount(0);
  expect((await ask('/audit?limit=1')).status).toBe(401);

  await admin.goto('/audit?action=api_key.create,api_key.revoke');
  const made = admin.getByRole('button', { name: new RegExp(`made the API key ${name}`) });
  await expect(admin.getByRole('listitem').filter({ hasText: `revoked the API key ${name}` })).toContainText(
    'The report is made elsewhere',
  );
  await made.click();
  await expect(admin).toHaveURL(/event=\d+/);
  await expect(admin.getByText('"audit:read"')).toBeVisible();
  await admin.getByRole('button', { name: 'Verify the chain' }).click();
  const check = admin.getByRole('dialog', { name: 'Verify the chain' });
  await check.getByRole('button', { name: 'Verify', exact: true }).click();
  await expect(check.getByText('the chain is whole')).toBeVisible();
  await expect(check.getByText(/^Checked .* journals: all whole$/)).toBeVisible();
  const head = (await check.getByText(/^[0-9a-f]{64}$/).textContent()) ?? '';
  await check.getByLabel('Expected head').fill(head.replace(/^./, (first) => (first === '0' ? '1' : '0')));
  await check.getByRole('button', { name: 'Verify again' }).click();
  await expect(check.getByText(/the expected head is none of theirs/)).toBeVisible();
});

test('what can’t be taken back asks why, and the record says it', async ({ signIn }) => {
  const admin = await signIn('admin');
  const mark = randomUUID().slice(0, 8);
  const [email, secret] = [`noor-${mark}@example.com`, `OLD_KEY_${mark.toUpperCase()}`];
  const headers = { origin: new URL(admin.url()).origin };
  const put = (path: string, data: object) => admin.request.put(`/api/v1/${path}`, { headers, data });
  expect((await put(`users/${email}`, { role: 'viewer', name: `Noor ${mark}` })).status()).toBe(200);
  expect((await put(`secrets/${secret}`, { value: `a value ${mark}` })).status()).toBe(204);
  const question = admin.getByRole('alertdialog');
  const answer = async (confirm: string, reason: string): Promise<void> => {
    await question.getByRole('button', { name: confirm }).click();
    await expect(question.getByText('Say why')).toBeVisible();
    await question.getByRole('textbox').fill(reason);
    await question.getByRole('button', { name: confirm }).click();
    await expect(question).toHaveCount(0);
  };
  const open = async (of: string, act: string): Promise<void> => {
    await admin.getByRole('button', { name: `What can be done about ${of}` }).click();
    await admin.getByRole('menuitem', { name: act }).click();
  };

  await admin.goto('/settings/people');
  await open(`Noor ${mark}`, 'Give a temporary password');
  await answer('Make the password', `Forgotten ${mark}`);
  const told = admin.getByRole('dialog');
  await told.getByRole('button', { name: 'Done' }).click();
  // It gives the focus back when it is gone, and a menu that was opened before that closes.
  await expect(told).toHaveCount(0);
  await open(`Noor ${mark}`, 'Disable');
  await answer('Disable', `Left ${mark}`);
  await admin.goto('/settings/secrets');
  await open(secret, 'Remove');
  await answer('Remove', `Not used ${mark}`);

  await admin.goto(`/audit?q=${mark}`);
  const event = (text: RegExp) => admin.getByRole('listitem').filter({ hasText: text });
  await expect(event(/gave a temporary password to/)).toContainText(`Forgotten ${mark}`);
  await expect(event(new RegExp(`removed the secret ${secret}`))).toContainText(`Not used ${mark}`);
  await expect(event(new RegExp(`Left ${mark}`))).toContainText('disabled');
});

test('whoever may not manage is told whom to ask, and sees no way in', async ({ signIn }) => {
  const viewer = await signIn('viewer');
  await viewer.goto('/settings/people');
  await expect(viewer.getByText('admin@example.com')).toBeVisible();
  await expect(viewer.getByRole('button', { name: 'Add a person' })).toHaveCount(0);
  await expect(viewer.getByRole('link', { name: 'Audit' })).toHaveCount(0);
});

test('the zone in which days of budgets begin is found by a city, refused where somebody was faster, and recorded', async ({
  signIn,
}) => {
  const admin = await signIn('admin');
  await admin.goto('/settings/about');
  const part = admin.locator('section').filter({ hasText: 'Days and months of budgets' });
  const choose = async (typed: string, zone: string): Promise<void> => {
    await part.getByRole('button', { name: /^Begin at midnight in/ }).click();
    await admin.getByRole('combobox', { name: 'A region or a city' }).fill(typed);
    await admin.getByRole('option', { name: zone, exact: true }).click();
  };
  await choose('new york', 'America/New_York');
  await expect(part.getByText('ends at the next midnight in America/New_York')).toBeVisible();
  // The page is live: without its answer to that it would learn of the other change before it is saved.
  const headers = { origin: new URL(admin.url()).origin };
  const stored = z
    .looseObject({ displayName: z.string().nullable() })
    .parse(await (await admin.request.get('/api/v1/settings')).json());
  const settings = (url: URL) => url.pathname === '/api/v1/settings';
  await admin.route(settings, (route) =>
    route.request().method() === 'GET' ? route.abort() : route.continue(),
  );
  const put = (zone: string) =>
    admin.request.put('/api/v1/settings', { headers, data: { displayName: stored.displayName, zone } });
  expect((await put('Asia/Tokyo')).status()).toBe(200);
  await part.getByRole('button', { name: 'Save' }).click();
  await expect(part.getByText('is the newest one')).toBeVisible();
  await admin.unroute(settings);
  await admin.reload();
  await expect(part.getByRole('button', { name: 'Begin at midnight in: Asia/Tokyo' })).toBeVisible();
  await choose('berlin', 'Europe/Berlin');
  await part.getByRole('button', { name: 'Save' }).click();
  await expect(admin.getByText('The next day of a budget begins in Europe/Berlin')).toBeVisible();
  await admin.goto('/audit?action=settings.put');
  await admin
    .getByRole('button', { name: /changed the settings of/ })
    .first()
    .click();
  await expect(admin.getByText('"Europe/Berlin"')).toBeVisible();
  expect((await put('UTC')).status()).toBe(200);
});
