// An agent's life in the console: edited as a form and as JSON, saved, activated, felt by its runs, rolled back; and what a viewer can't do.
import type { Page } from '@playwright/test';
import { startedRefund } from './harness/seeded';
import { expect, test } from './harness/test';

const activeVersion = (page: Page) =>
  page.locator('dl > div').filter({ hasText: 'Active version' }).getByRole('definition');

test('an engineer lowers what refunds may do alone; its runs feel it at once, and no longer after the roll back', async ({
  signIn,
}) => {
  const page = await signIn('engineer');
  await page.goto('/agents');
  await page.getByRole('link', { name: 'refunds', exact: true }).click();
  await expect(activeVersion(page)).toHaveText('v1');
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('An amount above').fill('200');
  const aside = page.getByRole('complementary', { name: 'About this draft' });
  await expect(aside.getByText('amount above 500 → 200')).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();

  const look = page.getByRole('dialog', { name: 'Save refunds as v2' });
  await expect(look.getByText('"amountAbove": 200,')).toBeVisible();
  await look.getByLabel('Activate at once').click();
  await look.getByRole('button', { name: 'Save as v2' }).click();
  await expect(activeVersion(page)).toHaveText('v2');
  const asked = await startedRefund(page, 300);
  expect(asked.status).toBe('waiting');

  await page.getByRole('button', { name: 'More acts on refunds' }).click();
  await page.getByRole('menuitem', { name: 'Roll back to v1' }).click();
  const question = page.getByRole('alertdialog', { name: 'Roll back to v1 of refunds' });
  await expect(question.getByText('amount above 200 → 500')).toBeVisible();
  await question.getByRole('textbox').fill('Too many questions');
  await question.getByRole('button', { name: 'Roll back' }).click();
  await expect(activeVersion(page)).toHaveText('v1');
  expect((await startedRefund(page, 300)).status).toBe('succeeded');

  await page.getByRole('tab', { name: /^Versions/ }).click();
  await expect(page.getByRole('button', { name: /^v2/ })).toContainText('amount above 500 → 200');
});

test('form and JSON are one draft: what is wrong is kept, leads to its line, and survives a reload', async ({
  signIn,
}) => {
  const page = await signIn('engineer');
  page.on('dialog', (dialog) => void dialog.accept());
  const text = page.getByRole('textbox', { name: 'Definition as JSON' });
  // Without its scripts the page would lose what is typed, so it takes nothing.
  await page.route('**/_next/static/**/*.js', (route) => route.abort());
  await page.goto('/agents/daily-summary/edit?as=json');
  await expect(text).not.toBeEditable();
  await page.unroute('**/_next/static/**/*.js');
  await page.goto('/agents/daily-summary/edit?as=json');
  const whole = await text.inputValue();
  const line = whole.slice(0, whole.indexOf('"amountAbove"')).split('\n').length;
  await text.fill(whole.replace('"amountAbove": 500', '"amountAbove": "lots"'));
  const problem = page.getByRole('button', { name: /escalation\/amountAbove must be a number/ });
  await expect(problem).toContainText(`line ${line}`);
  await problem.click();
  const selected = () =>
    text.evaluate((area: HTMLTextAreaElement) => area.value.slice(area.selectionStart, area.selectionEnd));
  expect(await selected()).toContain('"amountAbove": "lots"');

  await page.getByRole('radio', { name: 'Form' }).click();
  const amount = page.getByLabel('An amount above');
  await expect(amount).toHaveValue('lots');
  await expect(amount).toHaveAccessibleDescription(/A number/);
  await page.reload();
  await expect(page.getByText('Your unsaved draft is back.')).toBeVisible();
  await expect(amount).toHaveValue('lots');

  await page.getByRole('radio', { name: 'JSON' }).click();
  await text.fill('{');
  await expect(page.getByRole('radio', { name: 'Form' })).toBeDisabled();
  await page.getByRole('link', { name: 'Runs' }).first().click();
  await page
    .getByRole('dialog', { name: 'Leave the edit' })
    .getByRole('button', { name: 'Throw it away' })
    .click();
  await expect(page).toHaveURL(/\/runs$/);
  await page.goto('/agents/daily-summary/edit');
  await expect(amount).toHaveValue('500');
});

test('stronger models are put in another order by keyboard, and the focus goes with them', async ({
  signIn,
}) => {
  const page = await signIn('engineer');
  await page.goto('/agents/refunds/edit');
  const stronger = page.getByRole('list', { name: 'Stronger models, the strongest last' });
  const order = async () => {
    const rows = await stronger.getByRole('combobox').all();
    return Promise.all(rows.map(async (row) => (await row.textContent())?.match(/sim-[a-z-]+[a-z]/)?.[0]));
  };
  for (const name of ['sim-daily-summary', 'sim-ticket-triage', 'sim-customer-mail']) {
    await page.getByRole('combobox', { name: /^Add (a|one that is) stronger/ }).click();
    await page.getByRole('option', { name: new RegExp(`^${name}`) }).click();
  }
  await expect(stronger.getByRole('listitem')).toHaveCount(3);
  expect(await order()).toEqual(['sim-daily-summary', 'sim-ticket-triage', 'sim-customer-mail']);
  await page.getByRole('button', { name: 'Ask sim-customer-mail earlier' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Ask sim-customer-mail earlier' })).toBeFocused();
  expect(await order()).toEqual(['sim-daily-summary', 'sim-customer-mail', 'sim-ticket-triage']);
  await page.keyboard.press('Enter');
  // First of all it can only go back.
  const later = page.getByRole('button', { name: 'Ask sim-customer-mail later' });
  await expect(later).toBeFocused();
  expect(await order()).toEqual(['sim-customer-mail', 'sim-daily-summary', 'sim-ticket-triage']);
  await page.keyboard.press('Enter');
  await expect(later).toBeFocused();
  const kept = ['sim-daily-summary', 'sim-customer-mail', 'sim-ticket-triage'];
  expect(await order()).toEqual(kept);
  await page.getByRole('radio', { name: 'JSON' }).click();
  const json = await page.getByRole('textbox', { name: /JSON/ }).inputValue();
  expect(JSON.parse(json).routing.stronger).toEqual(kept);
});

test('what somebody saved meanwhile is shown before it is written over', async ({ signIn }) => {
  const page = await signIn('engineer');
  await page.goto('/agents/ticket-triage/edit');
  await page.getByLabel('People needed').fill('2');
  const { origin } = new URL(page.url());
  const read = await page.request.get('/api/v1/agents/ticket-triage');
  const { definition } = (await read.json()) as { definition: object }; // safe because the next answer would refuse another shape
  const meanwhile = await page.request.put('/api/v1/agents/ticket-triage', {
    headers: { origin },
    data: { ...definition, labels: { team: 'night shift' } },
  });
  expect(meanwhile.status()).toBe(200);

  await page.getByRole('button', { name: 'Save' }).click();
  const look = page.getByRole('dialog');
  await look.getByRole('button', { name: 'Save as v2' }).click();
  await expect(look.getByText('Noor Haddad saved v2 meanwhile.')).toBeVisible();
  await expect(look.getByText('"team": "night shift"')).toBeVisible();
  await look.getByRole('button', { name: 'Go on above v2' }).click();
  await expect(look.getByText('quorum 1 → 2')).toBeVisible();
  await look.getByRole('button', { name: 'Save as v3' }).click();
  await expect(page.getByText('v3 is not active')).toBeVisible();
});

test('a viewer sees an agent and can change nothing of it', async ({ signIn }) => {
  const page = await signIn('viewer');
  await page.goto('/agents/refunds');
  await expect(activeVersion(page)).toHaveText('v1');
  await expect(page.getByText('Acts alone while it is at least 0.70 sure')).toBeVisible();
  for (const name of [/^Start a run/, /^Pause/, /^Activate/, /^More acts/])
    await expect(page.getByRole('button', { name })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Edit' })).toHaveCount(0);
  await page.goto('/agents/refunds/edit');
  await expect(page.getByText('There is nothing here')).toBeVisible();
});

test('where there is no agent, the form to start a run leads to the first one, or says who can create it', async ({
  signIn,
}) => {
  const none = JSON.stringify({ items: [], nextCursor: null });
  const emptied = async (role: string): Promise<Page> => {
    const page = await signIn(role);
    await page.route(
      (url) => url.pathname === '/api/v1/agents',
      (route) => route.fulfill({ contentType: 'application/json', body: none }),
    );
    await page.goto('/runs?start=*');
    return page;
  };
  const admin = await emptied('admin');
  const form = admin.getByRole('dialog', { name: 'Start a run' });
  await form.getByRole('link', { name: 'New agent' }).click();
  await expect(admin).toHaveURL(/\/agents\/new$/);

  const operator = await emptied('operator');
  const told = operator.getByRole('dialog', { name: 'Start a run' });
  await expect(told.getByText('An engineer or an administrator can')).toBeVisible();
  await expect(told.getByRole('link', { name: 'admin@example.com' })).toBeVisible();
  await expect(told.getByRole('link', { name: 'New agent' })).toHaveCount(0);
});
