// What nobody decides is asked of others: the chain is put together in the form of an agent, and an approval that went along it is decided by the last.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { holdApprove } from './harness/decide';
import { untilLive } from './harness/keyboard';
import { expect, test } from './harness/test';

const stored = z.looseObject({ definition: z.looseObject({ escalation: z.looseObject({}) }) });
const identified = z.looseObject({ id: z.string() });
const approvals = z.looseObject({ items: z.array(identified) });
const originOf = (page: Page) => ({ origin: new URL(page.url()).origin });

/** A copy of the demo's refunds under a name of its own, so that no other journey feels what is changed. */
async function agentWith(page: Page, escalation: object): Promise<string> {
  const name = `chain-${randomUUID().slice(0, 6)}`;
  const { definition } = stored.parse(await (await page.request.get('/api/v1/agents/refunds')).json());
  const answer = await page.request.put(`/api/v1/agents/${name}`, {
    headers: originOf(page),
    data: { ...definition, escalation: { ...definition.escalation, ...escalation } },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  return name;
}

test('levels are put in the form one after the other, put right at their fields, saved, and taken out', async ({
  signIn,
}) => {
  const page = await signIn('engineer');
  const name = await agentWith(page, {});
  await page.goto(`/agents/${name}/edit`);
  await untilLive(page);
  const add = page.getByRole('button', { name: 'Add a level' });
  await add.click();
  await add.click();
  const [first, second] = [1, 2].map((level) => page.getByRole('group', { name: `Level ${level}` }));
  if (first === undefined || second === undefined) throw new Error('two were added');
  await first.getByLabel('Of them only').fill('nobody');
  await expect(first.getByLabel('Of them only')).toHaveAccessibleDescription(/must be an e-mail address/);
  await first.getByLabel('Of them only').fill('nobody@example.com');
  await first.getByLabel('Time to decide').fill('soon');
  await expect(first.getByLabel('Time to decide')).toHaveAttribute('aria-invalid', 'true');
  await first.getByLabel('Time to decide').fill('30 min');
  const words = page.getByRole('list', { name: 'In words' });
  await expect(
    words.getByText(/is asked of nobody@example.com for 30 m 00 s, then of the role admin for 1 h 00 m/),
  ).toBeVisible();

  const save = page.getByRole('button', { name: 'Save', exact: true });
  const look = page.getByRole('dialog', { name: `Save ${name} as v2` });
  await save.click();
  await look.getByRole('button', { name: 'Save as v2' }).click();
  await expect(first.getByLabel('Of them only')).toHaveAccessibleDescription(
    /there is nobody with this address/,
  );
  await first.getByLabel('Of them only').fill('');
  await save.click();
  await look.getByRole('button', { name: 'Save as v2' }).click();
  await expect(page.getByText('v2 is not active')).toBeVisible();
  const saved = async () => {
    const answer = await page.request.get(`/api/v1/agents/${name}/versions`);
    return z.looseObject({ items: z.array(stored) }).parse(await answer.json()).items[0]?.definition
      .escalation;
  };
  expect(await saved()).toMatchObject({
    onExpiry: 'escalate',
    escalateTo: [
      { role: 'admin', expiresMs: 1_800_000 },
      { role: 'admin', expiresMs: 3_600_000 },
    ],
  });

  await page.goto(`/agents/${name}/edit`);
  await untilLive(page);
  await page.getByRole('button', { name: 'Take level 2 out' }).click();
  await page.getByRole('button', { name: 'Take level 1 out' }).click();
  await expect(words.getByText('What nobody decides within 1 h 00 m is rejected.')).toBeVisible();
});

test('what nobody decides goes on to administrators, who see why it came to them and decide it', async ({
  signIn,
}) => {
  const engineer = await signIn('engineer');
  const agent = await agentWith(engineer, {
    expiresMs: 1_000,
    onExpiry: 'escalate',
    escalateTo: [
      { role: 'approver', expiresMs: 4_000 },
      { role: 'admin', expiresMs: 3_600_000 },
    ],
  });
  const operator = await signIn('operator');
  const input = {
    orderId: `ORD-CHAIN-${randomUUID().slice(0, 6).toUpperCase()}`,
    amount: 900,
    reason: 'Both arrived broken',
  };
  const started = await operator.request.post('/api/v1/runs', {
    headers: originOf(operator),
    data: { agent, input },
  });
  const run = identified.parse(await started.json());
  await operator.request.get(`/api/v1/runs/${run.id}?wait=30`);
  const list = await operator.request.get(`/api/v1/approvals?run=${run.id}`);
  const [call] = approvals.parse(await list.json()).items;
  if (call === undefined) throw new Error('it asks for nothing');

  // Whether it was opened before or after the levels had passed: the page is told.
  const approver = await signIn('approver');
  await approver.goto(`/approvals/${call.id}`);
  const card = approver.getByRole('article', { name: 'Decision on payments.refund' });
  await expect(card.getByText('Deciding needs the role admin.')).toBeVisible({ timeout: 20_000 });
  await expect(card.getByText('Escalated', { exact: true })).toBeVisible();
  await expect(card.getByRole('button', { name: /Approve|Reject/ })).toHaveCount(0);
  const row = approver
    .getByRole('complementary', { name: 'Queue' })
    .locator(`a[href^="/approvals/${call.id}"]`);
  await expect(row.getByText('escalated, 2 of 2')).toBeVisible();
  const history = card.getByRole('list', { name: 'History' });
  await expect(
    history.getByText(/asked the role approver until .*, because nobody had decided/),
  ).toBeVisible();
  await expect(history.getByText(/asked the role admin until .*, because nobody had decided/)).toBeVisible();

  const admin = await signIn('admin');
  await admin.goto(`/approvals/${call.id}`);
  await expect(admin.getByText(/^At .* it is rejected: nothing is sent/)).toBeVisible();
  await holdApprove(admin);
  await expect
    .poll(async () => (await admin.request.get(`/api/v1/runs/${run.id}?wait=5`)).json())
    .toMatchObject({ status: 'succeeded' });
  await expect(card.getByText('approved', { exact: true })).toBeVisible();
});
