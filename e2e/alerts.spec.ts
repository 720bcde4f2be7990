// An agent that spends too fast is stopped, somebody is called, sees why, and says so.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { expect, test } from './harness/test';

test('an agent that spends too fast is paused, calls somebody, and calls nobody once it was seen', async ({
  signIn,
}) => {
  const name = `spender-${randomUUID().slice(0, 8)}`;
  const engineer = await signIn('engineer');
  await engineer.goto('/spend');
  await expect(engineer.getByRole('heading', { name: 'Alerts' })).toBeHidden();
  const { origin } = new URL(engineer.url());
  const known = await (await engineer.request.get('/api/v1/agents/refunds')).json();
  const { definition } = z.looseObject({ definition: z.looseObject({}) }).parse(known);
  const agentPath = `/api/v1/agents/${name}`;
  const put = await engineer.request.put(agentPath, {
    headers: { origin },
    data: { ...definition, maxCostPerMinuteMicroUsd: 1 },
  });
  expect(put.status()).toBe(200);
  const input = { orderId: `ORD-${name.slice(-8).toUpperCase()}`, amount: 40, reason: 'It arrived broken' };
  await engineer.request.post('/api/v1/runs', {
    headers: { origin, 'idempotency-key': name },
    data: { agent: name, input },
  });

  // Both pages are live: nobody reloads them.
  const operator = await signIn('operator');
  await operator.goto('/');
  const sentence = new RegExp(
    `^${name} was paused: it spent \\$[\\d.]+ within a minute, \\$0\\.000001 is its bound\\.$`,
  );
  const call = operator.getByRole('listitem').filter({ hasText: sentence });
  await expect(operator.getByText(sentence)).toBeVisible();
  await expect(operator.getByRole('link', { name: /^Spend/ }).first()).toContainText('1');
  const tile = operator.getByRole('link', { name: /^Alerts/ });
  await expect(tile).toHaveText(/^Alerts1critical, /);
  await expect(tile).toHaveAttribute('href', /^\/spend\?alert=/);
  await operator.getByRole('link', { name: new RegExp(`^Look: ${name}`) }).click();
  await expect(operator).toHaveURL(/\/spend\?alert=/);
  const alert = operator.getByRole('listitem').filter({ hasText: `${name} was paused` });
  await expect(alert).toBeInViewport();
  await alert.getByRole('button', { name: /^Acknowledge/ }).click();
  const dialog = operator.getByRole('alertdialog', { name: 'Acknowledge 1 alert' });
  await dialog.getByLabel(/^Reason/).fill('A test of the brake');
  await dialog.getByRole('button', { name: 'Acknowledge' }).click();
  await expect(alert).toContainText('A test of the brake');
  await expect(alert.getByRole('button')).toHaveCount(0);
  await alert.getByRole('link', { name: 'Show the agent' }).click();
  await expect(operator.getByText('Paused by Spend breaker')).toBeVisible();
  await operator.goto('/');
  await expect(operator.getByRole('heading', { name: 'Needs a person now' })).toBeVisible();
  await expect(call).toHaveCount(0);
  await expect(tile).toHaveText('Alerts0nothing unseen');

  // Its run goes on and spends: with such a bound it would be paused again.
  const unbound = await engineer.request.put(agentPath, { headers: { origin }, data: definition });
  const { version } = z.looseObject({ version: z.number() }).parse(await unbound.json());
  const activated = await engineer.request.post(`${agentPath}/activate`, {
    headers: { origin, 'idempotency-key': `${name}-unbound` },
    data: { version, reason: 'It may' },
  });
  expect(activated.status()).toBe(200);
  const resumed = await operator.request.post(`${agentPath}/resume`, {
    headers: { origin, 'idempotency-key': `${name}-goes-on` },
    data: { reason: 'Seen' },
  });
  expect(await resumed.json()).toMatchObject({ paused: null });
  await engineer.goto('/spend');
  await expect(engineer.getByRole('heading', { name: 'Budgets' })).toBeVisible();
  await expect(engineer.getByText(`${name} was paused`)).toBeHidden();
});
