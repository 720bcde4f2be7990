// Knows how a person signs in with a browser of their own. Refuses to share a session between two people.
import { type Browser, type BrowserContext, expect, type Page } from '@playwright/test';
import type { Bulkhead } from './bulkhead';

/** Signs this role's person in; on another Bulkhead than the worker's when one is given. */
export type SignIn = (role: string, bulkhead?: Bulkhead) => Promise<Page>;

/** A page of this role's person, signed in through the form, in a browser context of its own. */
export async function signInWith(browser: Browser, bulkhead: Bulkhead, role: string): Promise<Page> {
  const person = role === 'admin' ? bulkhead.admin : bulkhead.people.get(role);
  if (person === undefined) throw new Error(`the demo has no ${role}`);
  const context: BrowserContext = await browser.newContext({ baseURL: bulkhead.url });
  const page = await context.newPage();
  await page.goto('/');
  await expect(page).toHaveURL(/\/sign-in/);
  // What is typed before the page's scripts came to life may be lost to it.
  await page.locator('form[data-ready]').waitFor();
  await page.getByLabel('E-mail').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill(person.password);
  await page.getByRole('button', { name: /sign in/i }).click();
  await expect(page).toHaveURL(new URL('/', bulkhead.url).href);
  return page;
}
