// Saved views: kept from the filters as they are, shown to all when shared, changed by their owner, and nothing but an address.
import { randomUUID } from 'node:crypto';
import { startedRefund } from './harness/seeded';
import { expect, test } from './harness/test';

test('a view is kept, shared, followed, changed and deleted', async ({ signIn }) => {
  const name = `Done ${randomUUID().slice(0, 8)}`;
  const operator = await signIn('operator');
  await startedRefund(operator, 40);
  await operator.goto('/runs?status=succeeded');
  await operator.getByRole('button', { name: 'Save view' }).click();
  const dialog = operator.getByRole('dialog');
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByLabel('Show it to everybody').check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  const own = operator.getByRole('navigation', { name: 'Saved views' }).getByRole('link', { name });
  await expect(own).toHaveAttribute('aria-current', 'true');

  // Back and forth are the browser's own.
  await operator.getByRole('link', { name: 'All runs' }).click();
  await expect(operator).toHaveURL(/\/runs$/);
  await expect(own).not.toHaveAttribute('aria-current');
  await operator.goBack();
  await expect(operator).toHaveURL(/status=succeeded/);
  await expect(own).toHaveAttribute('aria-current', 'true');

  const viewer = await signIn('viewer');
  await viewer.goto('/runs');
  const shared = viewer.getByRole('navigation', { name: 'Saved views' }).getByRole('link', { name });
  await expect(shared).toContainText('shared by Ada Obi');
  await shared.click();
  await expect(viewer).toHaveURL(/status=succeeded/);
  await expect(viewer.getByRole('row').filter({ hasText: 'refunds' }).first()).toBeVisible();

  await operator.getByRole('button', { name: 'More views' }).click();
  await operator.getByRole('menuitem', { name: 'Change this view' }).click();
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(own).toHaveCount(0);
  // The other one's page is open: the view leaves it without a reload.
  await expect(shared).toHaveCount(0);
});

test('views are kept of the record, the agents, the tools and the models as well', async ({ signIn }) => {
  const admin = await signIn('admin');
  const pages = [
    { path: '/audit', query: 'action=session.create', all: 'Everything', row: 'signed in' },
    { path: '/agents', query: 'q=refunds', all: 'All agents', row: 'refunds' },
    { path: '/tools', query: 'tab=models&q=sim-refunds', all: 'All tools', row: 'sim-refunds' },
  ];
  for (const { path, query, all, row } of pages) {
    const name = `Kept ${randomUUID().slice(0, 8)}`;
    await admin.goto(`${path}?${query}`);
    await admin.getByRole('button', { name: 'Save view' }).click();
    const dialog = admin.getByRole('dialog');
    await dialog.getByLabel('Name').fill(name);
    await dialog.getByRole('button', { name: 'Save' }).click();
    const views = admin.getByRole('navigation', { name: 'Saved views' });
    await expect(views.getByRole('link', { name })).toHaveAttribute('aria-current', 'true');
    await views.getByRole('link', { name: all }).click();
    await expect(admin).toHaveURL(new RegExp(`${path}$`));
    await admin.reload();
    await views.getByRole('link', { name }).click();
    await expect(admin).toHaveURL(`${path}?${query}`);
    await expect(admin.locator('main').getByText(row).filter({ visible: true }).first()).toBeVisible();
  }
});
