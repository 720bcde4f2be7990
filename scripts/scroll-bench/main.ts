// Measures how the list of runs scrolls in a real browser over a real build: npm run bench:scroll [-- --runs 100000 --json FILE].
// Starts and removes a Bulkhead of its own. Ends with 1 when a promise of docs/performance.md is broken.
import { writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { chromium } from 'playwright';
import { startBulkhead } from '../../e2e/harness/bulkhead';
import { CHROMIUM_ARGUMENTS, chromiumExecutable } from '../../e2e/harness/chromium';
import { openCluster } from '../../lib/store/embedded/cluster';
import { seedManyRuns } from '../../lib/store/testing/seed-many-runs';
import { signedIn } from '../screenshots/take-pictures';
import { ScrolledList, type Stretch } from './frames';

/** Half of the frames of a 60 Hz screen may be missed one after the other before scrolling is seen to stutter. */
const P95_MS = 34;
const MOST_MOUNTED = 120;
const ROW_PX = 36;
/** Where the wheel is turned, as shares of the list. */
const DEPTHS = [0, 0.1, 0.25, 0.5, 0.9];
const WHEEL_MS = 10_000;
/** What the window shows below its first row. */
const LAST_ROWS = 40;
const BOX = 'section[aria-label="Runs"] div.overflow-auto';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100000' },
    json: { type: 'string' },
  },
});

function print(stretches: readonly Stretch[]): void {
  const cells = stretches.map(({ fromRow, toRow, frames, latePercent, mountedRows, heapMegabytes }) =>
    [
      `${fromRow}–${toRow}`,
      frames.p50,
      frames.p95,
      frames.p99,
      frames.max,
      `${latePercent} %`,
      mountedRows,
      heapMegabytes,
    ].map(String),
  );
  const head = ['rows', 'p50', 'p95', 'p99', 'max', 'late', 'mounted', 'heap MB'];
  const widths = head.map((title, i) => Math.max(title.length, ...cells.map((row) => row[i]?.length ?? 0)));
  for (const row of [head, ...cells])
    console.log(row.map((cell, i) => cell.padStart(widths[i] ?? 0)).join('  '));
}

async function seed(ownerUrl: string): Promise<void> {
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  await seedManyRuns(owner, Number(values.runs));
  await owner.end();
}

async function measure(given: {
  url: string;
  admin: { email: string; password: string };
}): Promise<Stretch[]> {
  const browser = await chromium.launch({
    executablePath: await chromiumExecutable(),
    args: CHROMIUM_ARGUMENTS,
  });
  try {
    const storageState = await signedIn(browser, { url: given.url, ...given.admin });
    const context = await browser.newContext({
      baseURL: given.url,
      storageState,
      viewport: { width: 1440, height: 900 },
    });
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    await page.goto('/runs');
    await page.locator(`${BOX} tbody tr a`).first().waitFor();
    await page.locator(BOX).hover();
    const list = new ScrolledList(page, cdp, BOX, ROW_PX);
    const stretches: Stretch[] = [];
    for (const share of DEPTHS) {
      await list.jumpTo(Math.floor(Number(values.runs) * share));
      stretches.push(await list.turnWheel(WHEEL_MS));
    }
    await list.jumpTo(Number(values.runs) - LAST_ROWS);
    return stretches;
  } finally {
    await browser.close();
  }
}

async function main(): Promise<void> {
  const bulkhead = await startBulkhead({ env: { BULKHEAD_DEMO: 'off', BULKHEAD_ROLE: 'web' } });
  try {
    const cluster = await openCluster(bulkhead.dataDir);
    await seed(cluster.ownerUrl);
    const gigabytes = Math.round(totalmem() / 2 ** 30);
    const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${gigabytes} GB, Node ${process.version}`;
    console.log(`${values.runs} runs on ${machine}; server, database and browser share it; frames in ms\n`);
    const stretches = await measure(bulkhead);
    print(stretches);
    if (values.json !== undefined)
      await writeFile(
        values.json,
        `${JSON.stringify({ at: new Date().toISOString(), machine, stretches }, null, 2)}\n`,
      );
    const broken = stretches.filter(
      ({ frames, mountedRows }) => frames.p95 > P95_MS || mountedRows > MOST_MOUNTED,
    );
    if (broken.length > 0) {
      console.error('\nnot smooth');
      process.exitCode = 1;
    }
  } finally {
    await bulkhead.remove();
  }
}

await main();
