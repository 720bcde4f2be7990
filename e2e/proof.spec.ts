// How people prove who they are, in a browser: at an issuer, with a code, set up because the role needs it, and once more in the middle of an act.
import { createServer } from 'node:net';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { authenticatorCode } from '../lib/server/testing/authenticator';
import { startTestIssuer, type TestIssuer } from '../lib/server/testing/test-issuer';
import { type Bulkhead, startBulkhead } from './harness/bulkhead';

let issuer: TestIssuer;
let bulkhead: Bulkhead;
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test.beforeAll(async () => {
  test.setTimeout(300_000);
  const port = await freePort();
  const origin = `http://localhost:${port}`;
  issuer = await startTestIssuer(origin);
  bulkhead = await startBulkhead({
    env: { ...issuer.environment, PORT: String(port), BULKHEAD_URL: origin },
  });
});
test.afterAll(async () => {
  await bulkhead.remove();
  await issuer.close();
});

async function newPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ baseURL: bulkhead.url, reducedMotion: 'reduce' });
  return context.newPage();
}
async function enter(page: Page, person: { email: string; password: string }): Promise<void> {
  await page.locator('form[data-ready]').waitFor();
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: 'Sign in ↵' }).click();
}
const personOf = (role: string) => {
  const person = role === 'admin' ? bulkhead.admin : bulkhead.people.get(role);
  if (person === undefined) throw new Error(`the demo has no ${role}`);
  return person;
};
/** @returns the secret, and the recovery codes. */
async function walkSteps(page: Page, password: string): Promise<{ secret: string; codes: string[] }> {
  await page.getByLabel('Your password').fill(password);
  await page.getByRole('button', { name: 'Show the picture' }).click();
  await expect(page.getByRole('img', { name: /Picture for the authenticator/ })).toBeVisible();
  const secret = (
    (await page
      .locator('code')
      .filter({ hasText: /^([A-Z2-7]{4} ?){8}$/ })
      .textContent()) ?? ''
  ).replaceAll(' ', '');
  await page.getByLabel('Code that the app shows now').fill('000000');
  await page.getByRole('button', { name: 'Confirm' }).click();
  await expect(page.getByText(/is not what the app should show/)).toBeVisible();
  await page.getByLabel('Code that the app shows now').fill(authenticatorCode(secret, Date.now()));
  await page.getByRole('button', { name: 'Confirm' }).click();
  const shown = page.locator('li code').filter({ hasText: /^([a-z2-7]{4}-?){4}$/ });
  await expect(shown).toHaveCount(10);
  return { secret, codes: await shown.allTextContents() };
}

test('a person comes in through the issuer, and is told why where they do not', async ({ browser }) => {
  const page = await newPage(browser);
  issuer.account = {
    sub: 'e2e-1',
    email: 'mira@example.com',
    email_verified: true,
    name: 'Mira Sol',
    groups: [],
  };
  await page.goto('/runs');
  await page.locator('form[data-ready]').waitFor();
  await page.getByRole('button', { name: 'Sign in with Test issuer' }).click();
  await expect(page.getByText('None of your groups at Test issuer has a role here.')).toBeVisible();
  await page.context().clearCookies();
  issuer.account = { ...issuer.account, sub: 'e2e-2', groups: ['ops'] };
  await page.goto('/runs');
  await page.locator('form[data-ready]').waitFor();
  await page.getByRole('button', { name: 'Sign in with Test issuer' }).click();
  await expect(page).toHaveURL(/\/runs$/);
  await page.goto('/account');
  await expect(page.getByText('mira@example.com')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Second factor' })).toHaveCount(0);
  await page.context().close();
});

test('a second factor is set up, asked for after the password, and a recovery code lets in without the phone', async ({
  browser,
}) => {
  const person = personOf('operator');
  const page = await newPage(browser);
  await page.goto('/account');
  await enter(page, person);
  await page.getByRole('button', { name: 'Set it up' }).click();
  const { secret, codes } = await walkSteps(page, person.password);
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await expect(page.getByText(/10 recovery codes left/)).toBeVisible();
  const other = await newPage(browser);
  await other.goto('/runs');
  await enter(other, person);
  await expect(other.getByLabel('Code from your phone')).toBeFocused();
  await other.getByLabel('Code from your phone').fill('000000');
  await other.keyboard.press('Enter');
  await expect(other.getByText(/The code is wrong, over/)).toBeVisible();
  await other.getByLabel('Code from your phone').fill(authenticatorCode(secret, Date.now() + 30_000));
  await other.keyboard.press('Enter');
  await expect(other).toHaveURL(/\/runs$/);
  const third = await newPage(browser);
  await third.goto('/runs');
  await enter(third, person);
  await third.getByLabel('Code from your phone').fill(codes[0] ?? '');
  await third.keyboard.press('Enter');
  await expect(third).toHaveURL(/\/runs$/);
  await page.getByRole('button', { name: 'Sign out everywhere else' }).click();
  await page.getByRole('button', { name: 'Sign out there' }).click();
  await expect(page.getByText('2 sessions ended')).toBeVisible();
  for (const one of [page, other, third]) await one.context().close();
});

test('an act that needs a fresh proof asks for it in place and goes on; a role that needs a second factor sets it up first', async ({
  browser,
}) => {
  test.setTimeout(240_000);
  const admin = await newPage(browser);
  await admin.goto('/settings/people');
  await enter(admin, personOf('admin'));
  await admin.getByRole('checkbox', { name: 'viewer' }).click();
  await admin.getByRole('checkbox', { name: 'making an API key' }).click();
  await admin.getByLabel('A proof counts for, in minutes').fill('1');
  await admin.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(admin.getByText('The rules are in force')).toBeVisible();

  const viewer = await newPage(browser);
  await viewer.goto('/runs');
  await enter(viewer, personOf('viewer'));
  await expect(viewer.getByRole('heading', { name: 'Set up a second factor' })).toBeVisible();
  await viewer.goto('/agents');
  await expect(viewer.getByRole('heading', { name: 'Set up a second factor' })).toBeVisible();
  await walkSteps(viewer, personOf('viewer').password);
  await viewer.getByRole('button', { name: 'I have kept them, go on' }).click();
  await expect(viewer).toHaveURL(/\/agents$/);
  await viewer.context().close();

  await expect(async () => {
    const answer = await admin.request.post('/api/v1/api-keys', {
      headers: { origin: bulkhead.url },
      data: { name: 'probe', scopes: ['runs:read'] },
    });
    expect(answer.status()).toBe(403);
  }).toPass({ timeout: 90_000, intervals: [2_000] });
  await admin.goto('/settings/keys');
  await admin
    .getByRole('button', { name: /Make a key|New key|Make an API key/ })
    .first()
    .click();
  const form = admin.getByRole('dialog').first();
  await form.getByLabel('Name').fill('nightly report');
  await form.getByRole('checkbox').first().click();
  await form.getByRole('button', { name: /^Make/ }).click();
  const ask = admin.getByRole('dialog', { name: 'Is it you?' });
  await expect(ask).toBeVisible();
  await ask.getByLabel('Your password').fill('not the password');
  await ask.getByRole('button', { name: 'Go on' }).click();
  await expect(ask.getByText('is not your password')).toBeVisible();
  await ask.getByLabel('Your password').fill(personOf('admin').password);
  await ask.getByRole('button', { name: 'Go on' }).click();
  await expect(admin.getByText(/^bh_[0-9a-f]{8}_[\w-]{43}$/)).toBeVisible();
  await admin.context().close();
});
