// The list of runs: filters that live in the URL, three runs cancelled together with a reason, and an export that equals the list.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { expect, test } from './harness/test';

/** Refunds that wait for an approver, under a label of their own. */
async function waitingRefunds(page: Page, batch: string, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let i = 0; i < count; i += 1) {
    const orderId = `ORD-${randomUUID().slice(0, 8).toUpperCase()}`;
    const input = { orderId, amount: 900, reason: 'Both lamps arrived broken, the carrier confirmed it' };
    const started = await page.request.post('/api/v1/runs', {
      headers: { origin: new URL(page.url()).origin },
      data: { agent: 'refunds', input, labels: { batch } },
    });
    expect(started.status()).toBe(201);
    ids.push((await started.json()).id);
  }
  for (const id of ids) await page.request.get(`/api/v1/runs/${id}?wait=30`);
  return ids;
}

const rowOf = (page: Page, id: string) => page.locator('tr', { has: page.locator(`#run-${id}`) });

test('three of four runs are cancelled together, and the export is what the list shows', async ({
  signIn,
}) => {
  const page = await signIn('operator');
  const batch = `night-${randomUUID().slice(0, 6)}`;
  const ids = await waitingRefunds(page, batch, 4);

  // A filter stands in the URL; Back takes it off.
  await page.goto(`/runs?label=${encodeURIComponent(`batch=${batch}`)}`);
  await expect(page.getByText('4 runs, newest first')).toBeVisible();
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByRole('checkbox', { name: 'failed' }).click();
  await expect(page).toHaveURL(/status=failed/);
  await page.keyboard.press('Escape');
  await expect(page.getByText('No run matches')).toBeVisible();
  await page.goBack();
  await expect(page).not.toHaveURL(/status=failed/);
  for (const id of ids) await expect(rowOf(page, id)).toContainText('waiting');

  // The file has exactly these runs.
  const coming = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export what is filtered' }).click();
  await page.getByRole('menuitem', { name: 'Export as JSON' }).click();
  const file = await coming;
  expect(file.suggestedFilename()).toMatch(/^bulkhead-runs-.*\.json$/);
  const exported = JSON.parse(await readFile(await file.path(), 'utf8'));
  expect(exported.map((run: { id: string }) => run.id)).toEqual(ids.toReversed());

  // By keys: one chosen, two more by stretching; the fourth is left alone.
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(page.getByText('1 selected')).toBeVisible();
  await rowOf(page, ids[1] ?? '')
    .getByRole('checkbox')
    .click({ modifiers: ['Shift'] });
  await expect(page.getByText('3 selected')).toBeVisible();
  await expect(page.getByText('all waiting for approval')).toBeVisible();
  await page.getByRole('button', { name: 'Cancel 3 runs' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Cancel 3 runs' });
  await expect(dialog.getByText('3 waiting.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Cancel 3 runs' }).click();
  await expect(dialog.getByText('Say why')).toBeVisible();
  await dialog.getByLabel('Reason, kept with each run').fill('The shop is closed for the night');
  await dialog.getByRole('button', { name: 'Cancel 3 runs' }).click();

  await expect(page.getByRole('region', { name: '3 runs cancelled' })).toContainText('The shop is closed');
  for (const id of ids.slice(1)) await expect(rowOf(page, id)).toContainText('cancelled');
  await expect(rowOf(page, ids[0] ?? '')).toContainText('waiting');

  // It stays in the history, also for who comes later; the reason stands at each run.
  await page.reload();
  await page.getByRole('button', { name: 'Bulk actions of late' }).click();
  const history = page.getByRole('dialog', { name: 'Bulk actions' });
  await expect(history.getByText('3 runs cancelled').first()).toBeVisible();
  await expect(page).toHaveURL(/bulk=/);
  await page.keyboard.press('Escape');
  await rowOf(page, ids[3] ?? '')
    .getByRole('link')
    .first()
    .click();
  await expect(page.getByText('The shop is closed for the night').first()).toBeVisible();
});

test('a new run does not move the list under the pointer', async ({ signIn }) => {
  const page = await signIn('operator');
  const batch = `still-${randomUUID().slice(0, 6)}`;
  const [first = ''] = await waitingRefunds(page, batch, 1);
  await page.goto(`/runs?label=${encodeURIComponent(`batch=${batch}`)}`);
  await rowOf(page, first).hover();
  const before = await rowOf(page, first).boundingBox();
  const [second = ''] = await waitingRefunds(page, batch, 1);
  const fresh = page.getByRole('button', { name: '1 new run, show' });
  await expect(fresh).toBeVisible();
  expect(await rowOf(page, first).boundingBox()).toEqual(before);
  await expect(rowOf(page, second)).toHaveCount(0);
  await fresh.click();
  await expect(rowOf(page, second)).toBeVisible();
});
