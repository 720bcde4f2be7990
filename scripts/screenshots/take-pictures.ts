// Takes pictures of pages of a running Bulkhead, in the themes and widths that are asked for. Refuses to change anything: it signs in and looks.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright';
import { CHROMIUM_ARGUMENTS, chromiumExecutable } from '../../e2e/harness/chromium';

export const SIZES = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;
export type Size = keyof typeof SIZES;
export type Theme = 'light' | 'dark';

export type Wanted = {
  readonly url: string;
  readonly email: string;
  readonly password: string;
  readonly out: string;
  /** Addresses, each with the name of its file. */
  readonly pages: readonly { readonly path: string; readonly name: string }[];
  readonly sizes: readonly Size[];
  readonly themes: readonly Theme[];
  /** Waits for this text before each picture. */
  readonly until?: string | undefined;
};

/** What a page asks for after its first paint. */
const SETTLE_MS = 1_200;

/** The session of a person who signed in through the form. */
export async function signedIn(
  browser: Browser,
  { url, email, password }: Pick<Wanted, 'url' | 'email' | 'password'>,
) {
  const context = await browser.newContext({ baseURL: url });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: /sign in/i }).click();
  await page.waitForURL((address) => !address.pathname.startsWith('/sign-in'));
  const state = await context.storageState();
  await context.close();
  return state;
}

/** @returns the files, named `<name>-<size>-<theme>.png`. */
export async function takePictures(wanted: Wanted): Promise<string[]> {
  await mkdir(wanted.out, { recursive: true });
  const executablePath = await chromiumExecutable();
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS });
  const files: string[] = [];
  try {
    const storageState = await signedIn(browser, wanted);
    for (const size of wanted.sizes) {
      for (const theme of wanted.themes) {
        const context = await browser.newContext({
          baseURL: wanted.url,
          storageState,
          colorScheme: theme,
          viewport: SIZES[size],
        });
        const page = await context.newPage();
        for (const { path, name } of wanted.pages) {
          await page.goto(path, { waitUntil: 'load' });
          if (wanted.until !== undefined) await page.getByText(wanted.until).first().waitFor();
          await page.waitForTimeout(SETTLE_MS);
          const file = join(wanted.out, `${name}-${size}-${theme}.png`);
          await page.screenshot({ path: file });
          files.push(file);
        }
        await context.close();
      }
    }
  } finally {
    await browser.close();
  }
  return files;
}
