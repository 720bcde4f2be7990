// The form of an agent's windows and samples: what is wrong is said at its field, what is right is saved and is there after a reload.
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { untilLive } from './harness/keyboard';
import { expect, test } from './harness/test';

const stored = z.looseObject({ definition: z.looseObject({ escalation: z.looseObject({}) }) });

/** A copy of the demo's refunds under a name of its own, so that no other journey feels what is changed. */
async function copyOfRefunds(page: Page): Promise<string> {
  const name = `windows-${randomUUID().slice(0, 6)}`;
  const { definition } = stored.parse(await (await page.request.get('/api/v1/agents/refunds')).json());
  const answer = await page.request.put(`/api/v1/agents/${name}`, {
    headers: { origin: new URL(page.url()).origin },
    data: {
      ...definition,
      escalation: { ...definition.escalation, windows: undefined, sampleRate: undefined },
    },
  });
  expect(answer.ok(), await answer.text()).toBe(true);
  return name;
}

test('a window and a share of samples are put right at their fields, saved, and kept', async ({ signIn }) => {
  const page = await signIn('engineer');
  const name = await copyOfRefunds(page);
  await page.goto(`/agents/${name}/edit`);
  await untilLive(page);

  const share = page.getByLabel('Looked at anyway, as a share');
  await share.fill('1.5');
  await expect(share).toHaveAccessibleDescription(/less than or equal to 1|at most 1|<= ?1/);
  await page.getByRole('button', { name: 'Add a window' }).click();
  const window = page.getByRole('group', { name: 'Window 1' });
  await window.getByLabel('A sum above').fill('a lot');
  await expect(window.getByLabel('A sum above')).toHaveAccessibleDescription('A number');
  await window.getByLabel('Within').fill('90 d');
  await expect(window.getByLabel('Within')).toHaveAttribute('aria-invalid', 'true');
  await window.getByLabel('The amount at').fill('');
  await expect(window.getByLabel('The amount at')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByRole('list', { name: 'Problems' }).getByRole('listitem')).toHaveCount(4);
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await share.fill('0.25');
  await window.getByLabel('A sum above').fill('2500');
  await window.getByLabel('Within').fill('1 d 12 h');
  await window.getByLabel('The amount at').fill('amount');
  await window.getByLabel('For each value at').fill('order_id');
  const words = page.getByRole('list', { name: 'In words' });
  await expect(words.getByText(/at least 25\s?% is looked at by a person/)).toBeVisible();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const look = page.getByRole('dialog', { name: `Save ${name} as v2` });
  await look.getByRole('button', { name: 'Save as v2' }).click();
  await expect(page.getByText('v2 is not active')).toBeVisible();

  await page.goto(`/agents/${name}/edit`);
  await page.reload();
  await untilLive(page);
  await expect(share).toHaveValue('0.25');
  await expect(window.getByLabel('A sum above')).toHaveValue('2500');
  await expect(window.getByLabel('Within')).toHaveValue('1 d 12 h');
  await expect(window.getByLabel('For each value at')).toHaveValue('order_id');
  const { items } = z
    .looseObject({ items: z.array(stored) })
    .parse(await (await page.request.get(`/api/v1/agents/${name}/versions`)).json());
  expect(items[0]?.definition.escalation).toMatchObject({
    sampleRate: 0.25,
    windows: [{ path: 'amount', groupBy: 'order_id', above: 2500, perMs: 129_600_000 }],
  });
});
