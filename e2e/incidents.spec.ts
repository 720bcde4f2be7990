// An incident of the demo, let happen from its page: the receivers count duplicates on one side and none on the other.
import { expect, test } from './harness/test';

test('the ticket race: two agents, four mails, eight tickets without Bulkhead and four with it', async ({
  signIn,
}) => {
  const page = await signIn('operator');
  await page.goto('/incidents');
  await page.getByRole('tab', { name: 'Ticket race' }).click();
  await expect(page).toHaveURL(/incident=ticket-race/);
  await page.getByRole('button', { name: 'Let it happen' }).click();
  const cells = (who: string) =>
    page
      .getByRole('row')
      .filter({ has: page.getByRole('cell', { name: who, exact: true }) })
      .getByRole('cell');
  await expect(cells('Unprotected')).toContainText(['Unprotected', '4', '8', '4', '0']);
  await expect(cells('Bulkhead')).toContainText(['Bulkhead', '4', '4', '0', '0']);
  await page.getByRole('link', { name: /Run of agent 1/ }).click();
  await expect(page).toHaveURL(/\/runs\/[0-9a-f-]{36}/);
  await page.goBack();
  await expect(page).toHaveURL(/incident=ticket-race/);
});
