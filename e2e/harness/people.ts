// Knows how a person signs in with a browser of their own. Refuses to share a session between two people.
import { type Browser, type Cookie, expect, type Page } from '@playwright/test';
import { routes } from '../../lib/routes';
import { sessionCookieName } from '../../lib/server/auth/session-cookie';
import type { Bulkhead, Person } from './bulkhead';

/** Signs this role's person in; on another Bulkhead than the worker's when one is given. */
export type SignIn = (role: string, bulkhead?: Bulkhead) => Promise<Page>;

/** The session of each role that signed in before: the form is walked once, not by each journey. */
const sessions = new WeakMap<Bulkhead, Map<string, Cookie>>();

/** A page of this role's person, signed in, in a browser context of its own. */
export async function signInWith(browser: Browser, bulkhead: Bulkhead, role: string): Promise<Page> {
  const person = role === 'admin' ? bulkhead.admin : bulkhead.people.get(role);
  if (person === undefined) throw new Error(`the demo has no ${role}`);
  const known = sessions.get(bulkhead) ?? new Map<string, Cookie>();
  sessions.set(bulkhead, known);
  const context = await browser.newContext({ baseURL: bulkhead.url });
  const session = known.get(role);
  if (session !== undefined) await context.addCookies([session]);
  const page = await context.newPage();
  await page.goto('/');
  // The first time, and where a journey ended the session.
  if (new URL(page.url()).pathname === routes.signIn()) await walkForm(page, person);
  await expect(page).toHaveURL(new URL('/', bulkhead.url).href);
  const name = sessionCookieName(bulkhead.url);
  const cookie = (await context.cookies()).find((one) => one.name === name);
  if (cookie !== undefined) known.set(role, cookie);
  return page;
}

async function walkForm(page: Page, { email, password }: Person): Promise<void> {
  // What is typed before the page's scripts came to life may be lost to it.
  await page.locator('form[data-ready]').waitFor();
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: /sign in/i }).click();
}
