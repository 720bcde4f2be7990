// Knows how a key for the public API is made: in the settings, seen once.
import type { Page } from '@playwright/test';

/** Makes a key with one scope, named as the form names it ("read audit"), as whoever is signed in on this page. */
export async function makeKey(page: Page, name: string, scope: string): Promise<string> {
  await page.goto('/settings/keys');
  await page.getByRole('button', { name: 'Make a key' }).click();
  const form = page.getByRole('dialog', { name: 'Make an API key' });
  await form.getByLabel('Name').fill(name);
  await form.getByRole('checkbox', { name: scope }).click();
  await form.getByRole('button', { name: 'Make it' }).click();
  const told = page.getByRole('dialog', { name: `The key ${name}` });
  const key = (await told.getByText(/^bh_[0-9a-f]{8}_[\w-]{43}$/).textContent()) ?? '';
  await told.getByRole('button', { name: 'Done' }).click();
  return key;
}
