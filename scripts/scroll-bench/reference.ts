// Knows a still page that looks like the list: its rows, its sheet, no script. What scrolling it costs is the machine's doing, not the list's.
import type { BrowserContext, Page } from 'playwright';

const ADDRESS = '/still-rows';

/** @param box the scrolling element that holds the table. */
export async function stillPage(
  context: BrowserContext,
  list: Page,
  box: string,
  rows: number,
): Promise<Page> {
  const html = await list.evaluate<string>(stillCopy(box, rows));
  const page = await context.newPage();
  await page.route(`**${ADDRESS}`, (route) => route.fulfill({ contentType: 'text/html', body: html }));
  await page.goto(ADDRESS, { waitUntil: 'load' });
  await page
    .locator(`${box} tbody tr`)
    .nth(rows - 1)
    .waitFor({ state: 'attached' });
  return page;
}

/** A script of the page, as text: what compiles this file adds to functions what a page does not have. */
function stillCopy(box: string, rows: number): string {
  return `(() => {
    const copy = document.documentElement.cloneNode(true);
    for (const script of copy.querySelectorAll('script, link[rel="preload"]')) script.remove();
    const body = copy.querySelector(${JSON.stringify(`${box} tbody`)});
    const drawn = [...body.querySelectorAll('tr[data-index]')];
    body.replaceChildren(...Array.from({ length: ${rows} }, (_, i) => drawn[i % drawn.length].cloneNode(true)));
    return '<!doctype html>' + copy.outerHTML;
  })()`;
}
