// Takes pictures of pages of a running Bulkhead, in the themes and widths that are asked for. Refuses to change anything: it signs in and looks.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { bringAxe, excessWidth, violations } from '../../e2e/harness/axe';
import { CHROMIUM_ARGUMENTS, chromiumExecutable } from '../../e2e/harness/chromium';

export const SIZES = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;
export type Size = keyof typeof SIZES;
export type Theme = 'light' | 'dark';

export type PagePicture = {
  readonly path: string;
  /** Of its file. */
  readonly name: string;
  /** What is done on the page until it shows what is wanted. */
  readonly act?: (page: Page) => Promise<void>;
};

export type Wanted = {
  readonly url: string;
  readonly email: string;
  readonly password: string;
  readonly out: string;
  readonly pages: readonly PagePicture[];
  readonly sizes: readonly Size[];
  readonly themes: readonly Theme[];
  /** Waits for this text before each picture. */
  readonly until?: string | undefined;
  /** Looks at each page with axe, and at whether it is wider than the screen. */
  readonly axe?: boolean;
};

/** `faults`: what axe found, and pages that are too wide or could not be brought to what they should show. */
export type Taken = { readonly files: readonly string[]; readonly faults: readonly string[] };

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

/** The files are named `<name>-<size>-<theme>.png`. A page is taken in every size and theme before the next one is. */
export async function takePictures(wanted: Wanted): Promise<Taken> {
  await mkdir(wanted.out, { recursive: true });
  const executablePath = await chromiumExecutable();
  const browser = await chromium.launch({ executablePath, args: CHROMIUM_ARGUMENTS });
  const files: string[] = [];
  const faults: string[] = [];
  try {
    const storageState = await signedIn(browser, wanted);
    const looks = await Promise.all(
      wanted.sizes.flatMap((size) =>
        wanted.themes.map(async (theme) => {
          const context = await browser.newContext({
            baseURL: wanted.url,
            storageState,
            colorScheme: theme,
            viewport: SIZES[size],
          });
          if (wanted.axe === true) await bringAxe(context);
          return { size, theme, page: await context.newPage() };
        }),
      ),
    );
    for (const picture of wanted.pages) {
      for (const { size, theme, page } of looks) {
        const named = `${picture.name}-${size}-${theme}`;
        const file = join(wanted.out, `${named}.png`);
        try {
          await page.goto(picture.path, { waitUntil: 'load' });
          if (wanted.until !== undefined) await page.getByText(wanted.until).first().waitFor();
          await picture.act?.(page);
        } catch (error) {
          faults.push(`${named}: ${error instanceof Error ? error.message : String(error)}`);
        }
        await page.waitForTimeout(SETTLE_MS);
        await page.screenshot({ path: file });
        files.push(file);
        if (wanted.axe === true)
          faults.push(...(await faultsOf(page, theme)).map((fault) => `${named}: ${fault}`));
      }
    }
  } finally {
    await browser.close();
  }
  return { files, faults };
}

async function faultsOf(page: Page, theme: Theme): Promise<string[]> {
  const excess = await excessWidth(page);
  return [...(await violations(page, theme)), ...(excess > 0 ? [`is ${excess} px too wide`] : [])];
}
