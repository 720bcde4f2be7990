// Measures the queue of approvals in a real browser over a real build: npm run bench:inbox [-- --calls 1000 --json FILE].
// Starts and removes a Bulkhead of its own. Ends with 1 when the queue opens in more than OPEN_MS at the median, when its 95th percentile of
// frames is more than P95_MS, or when a row under the pointer moved while others were decided and new ones came.
import { writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { type BrowserContext, chromium, type Page } from 'playwright';
import { startBulkhead } from '../../e2e/harness/bulkhead';
import { CHROMIUM_ARGUMENTS, chromiumExecutable } from '../../e2e/harness/chromium';
import { openCluster } from '../../lib/store/embedded/cluster';
import { seedWaitingCalls } from '../../lib/store/testing/seed-waiting-calls';
import { figuresOf } from '../console-bench/percentiles';
import { signedIn } from '../screenshots/take-pictures';
import { ScrolledList } from '../scroll-bench/frames';

const OPEN_MS = 1_000;
/** Two frames of a 60 Hz screen: below that no eye sees it. */
const P95_MS = 34;
const OPENINGS = 12;
const WHEEL_MS = 10_000;
const ROW_PX = 74;
const BOX = 'aside[aria-label="Queue"] div.overflow-auto';
const ROWS = `${BOX} li a[href^="/approvals/"]`;

const { values } = parseArgs({
  options: { calls: { type: 'string', default: '1000' }, json: { type: 'string' } },
});
const calls = Number(values.calls);

async function openings(context: BrowserContext): Promise<number[]> {
  const took: number[] = [];
  for (let i = 0; i < OPENINGS; i += 1) {
    const page = await context.newPage();
    const begunMs = performance.now();
    await page.goto('/approvals', { waitUntil: 'commit' });
    await page.locator(ROWS).nth(20).waitFor();
    took.push(performance.now() - begunMs);
    await page.close();
  }
  // The first one finds the server cold.
  return took.slice(2);
}

async function loadAll(page: Page): Promise<void> {
  for (let wanted = 200; wanted <= calls; wanted += 100) {
    await page.getByRole('button', { name: /^Show more/ }).click();
    await page
      .locator(ROWS)
      .nth(wanted - 1)
      .waitFor({ state: 'attached' });
  }
}

/** Rejects the most urgent ones, one after the other, while the pointer rests on a row. @returns whether it stayed where it was. */
async function standsStill(page: Page): Promise<boolean> {
  await page.getByText('Live').first().waitFor();
  const row = page.locator(ROWS).nth(6);
  await row.hover();
  const before = await row.boundingBox();
  const href = await row.getAttribute('href');
  const answer = await page.request.get('/api/v1/approvals?status=pending&limit=5');
  const { items } = (await answer.json()) as { items: { id: string; payloadHash: string }[] };
  for (const { id, payloadHash } of items) {
    const decided = await page.request.post(`/api/v1/approvals/${id}/decision`, {
      headers: { origin: new URL(page.url()).origin },
      data: { decision: 'reject', payloadHash, reason: 'Measured' },
    });
    if (!decided.ok()) throw new Error(`rejecting answered ${decided.status()}: ${await decided.text()}`);
  }
  await page
    .getByText('waits no more')
    .nth(items.length - 1)
    .waitFor();
  const after = await page.locator(`${BOX} li a[href="${href}"]`).boundingBox();
  return JSON.stringify(before) === JSON.stringify(after);
}

async function measure(url: string, admin: { email: string; password: string }) {
  const browser = await chromium.launch({
    executablePath: await chromiumExecutable(),
    args: CHROMIUM_ARGUMENTS,
  });
  try {
    const storageState = await signedIn(browser, { url, ...admin });
    const viewport = { width: 1440, height: 900 };
    const context = await browser.newContext({ baseURL: url, storageState, viewport });
    const open = figuresOf(await openings(context));
    const page = await context.newPage();
    await page.goto('/approvals');
    const still = await standsStill(page);
    await loadAll(page);
    await page.locator(ROWS).first().hover();
    const list = new ScrolledList(page, await context.newCDPSession(page), BOX, ROW_PX);
    const wheel = await list.turnWheel(WHEEL_MS, calls - 20);
    return { open, still, wheel };
  } finally {
    await browser.close();
  }
}

async function main(): Promise<void> {
  const bulkhead = await startBulkhead({ env: { BULKHEAD_ROLE: 'web' } });
  try {
    const cluster = await openCluster(bulkhead.dataDir);
    const owner = new Client({ connectionString: cluster.ownerUrl });
    await owner.connect();
    await seedWaitingCalls(owner, calls).finally(() => owner.end());
    const gigabytes = Math.round(totalmem() / 2 ** 30);
    const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${gigabytes} GB, Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}`;
    console.log(`${calls} calls wait on ${machine}; server, database and browser share it`);
    const { open, still, wheel } = await measure(bulkhead.url, bulkhead.admin);
    console.log(`opens in ms: p50 ${open.p50}, p95 ${open.p95}, max ${open.max}`);
    console.log(
      `scrolls, ms a frame: p50 ${wheel.frames.p50}, p95 ${wheel.frames.p95}, max ${wheel.frames.max}; ${wheel.latePercent} % late; heap ${wheel.heapMegabytes} MB`,
    );
    console.log(`the row under the pointer ${still ? 'stayed' : 'MOVED'} while five others were decided`);
    if (values.json !== undefined)
      await writeFile(values.json, `${JSON.stringify({ machine, open, still, wheel }, null, 2)}\n`);
    if (open.p50 > OPEN_MS || wheel.frames.p95 > P95_MS || !still) process.exitCode = 1;
  } finally {
    await bulkhead.remove();
  }
}

await main();
