// Takes pictures of pages of a running Bulkhead, in both themes and both widths. Refuses to change anything: it signs in and looks.
//
//   npx tsx scripts/screenshots.ts --url http://localhost:3000 --email operator@example.com --password … --out /tmp/pictures --pages /,/runs
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium } from 'playwright';
import { CHROMIUM_ARGUMENTS, chromiumExecutable } from '../e2e/harness/chromium';

const SIZES = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;
const THEMES = ['light', 'dark'] as const;

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://localhost:3000' },
    email: { type: 'string', default: 'operator@example.com' },
    password: { type: 'string' },
    out: { type: 'string', default: 'pictures' },
    pages: { type: 'string', default: '/,/runs,/approvals,/account' },
    sizes: { type: 'string', default: 'desk,phone' },
    themes: { type: 'string', default: THEMES.join(',') },
    /** Waits for this text before each picture. */
    until: { type: 'string' },
  },
});
if (values.password === undefined) {
  console.error('Say --password; the first start prints it.');
  process.exit(1);
}

const nameOf = (path: string) =>
  path.replaceAll(/[^a-zA-Z0-9]+/g, '-').replaceAll(/^-|-$/g, '') || 'overview';

/** The session's cookies, by signing in once. */
async function signedIn(browser: Browser) {
  const context = await browser.newContext({ baseURL: values.url });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(values.email);
  await page.getByLabel('Password', { exact: true }).fill(values.password ?? '');
  await page.getByRole('button', { name: /sign in/i }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  const state = await context.storageState();
  await context.close();
  return state;
}

await mkdir(values.out, { recursive: true });
const browser = await chromium.launch({
  executablePath: await chromiumExecutable(),
  args: CHROMIUM_ARGUMENTS,
});
try {
  const storageState = await signedIn(browser);
  for (const size of Object.keys(SIZES).filter((name) => values.sizes.split(',').includes(name))) {
    for (const theme of THEMES.filter((name) => values.themes.split(',').includes(name))) {
      const context = await browser.newContext({
        baseURL: values.url,
        storageState,
        colorScheme: theme,
        viewport: SIZES[size as keyof typeof SIZES], // safe because the names come from SIZES
      });
      const page = await context.newPage();
      for (const path of values.pages.split(',')) {
        await page.goto(path, { waitUntil: 'load' });
        if (values.until !== undefined) await page.getByText(values.until).first().waitFor();
        await page.waitForTimeout(1_000); // what the page asks for after its first paint
        const file = join(values.out, `${nameOf(path)}-${size}-${theme}.png`);
        await page.screenshot({ path: file });
        console.log(file);
      }
      await context.close();
    }
  }
} finally {
  await browser.close();
}
