// Measures how the list of runs scrolls in a real browser over a real build: npm run bench:scroll [-- --runs 100000 --json FILE].
// Starts and removes a Bulkhead of its own. Frames depend on the machine, so the same wheel is turned over a still page of the same rows, before
// and after the list. Ends with 1 when, anywhere in the list, more rows than a screen and its margin are in the document, when the list's
// 95th percentile of frames is more than FACTOR times the still page's and more than P95_MS, or when it can't be scrolled to its end.
import { writeFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { type BrowserContext, chromium, type Page } from 'playwright';
import { startBulkhead } from '../../e2e/harness/bulkhead';
import { CHROMIUM_ARGUMENTS, chromiumExecutable } from '../../e2e/harness/chromium';
import { openCluster } from '../../lib/store/embedded/cluster';
import { seedManyRuns } from '../../lib/store/testing/seed-many-runs';
import { signedIn } from '../screenshots/take-pictures';
import { ScrolledList, type Stretch } from './frames';
import { stillPage } from './reference';

/** Frames come in steps of a screen's frame, so one step more at the 95th percentile can be chance, on any machine. */
const FACTOR = 2;
/** Two frames of a 60 Hz screen: below that no eye sees it. */
const P95_MS = 34;
const MOST_MOUNTED = 120;
const ROW_PX = 36;
/** Where the wheel is turned, as shares of the list. */
const DEPTHS = [0, 0.1, 0.25, 0.5, 0.9];
const WHEEL_MS = 10_000;
/** A page of thousands would be slower for its size alone; the wheel goes there and back over a few screens. */
const STILL_ROWS = 150;
/** What the window shows below its first row. */
const LAST_ROWS = 40;
const BOX = 'section[aria-label="Runs"] div.overflow-auto';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100000' },
    json: { type: 'string' },
  },
});
const runs = Number(values.runs);

type Measured = Stretch & {
  readonly what: 'still' | 'list';
  /** On the way there, page by page. */
  readonly rowsPerSecond?: number;
};

async function seed(ownerUrl: string): Promise<void> {
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  await seedManyRuns(owner, runs);
  await owner.end();
}

async function scrolled(context: BrowserContext, page: Page): Promise<ScrolledList> {
  await page.bringToFront();
  await page.locator(BOX).hover();
  return new ScrolledList(page, await context.newCDPSession(page), BOX, ROW_PX);
}

async function measureStill(context: BrowserContext, page: Page): Promise<Measured> {
  const still = await stillPage(context, page, BOX, STILL_ROWS);
  try {
    return {
      what: 'still',
      ...(await (await scrolled(context, still)).turnWheel(WHEEL_MS, STILL_ROWS - LAST_ROWS)),
    };
  } finally {
    await still.close();
  }
}

async function measure(
  url: string,
  admin: { email: string; password: string },
): Promise<{ stretches: Measured[]; end: number }> {
  const browser = await chromium.launch({
    executablePath: await chromiumExecutable(),
    args: CHROMIUM_ARGUMENTS,
  });
  try {
    const storageState = await signedIn(browser, { url, ...admin });
    const context = await browser.newContext({
      baseURL: url,
      storageState,
      viewport: { width: 1440, height: 900 },
    });
    const page = await context.newPage();
    await page.goto('/runs');
    await page.locator(`${BOX} tbody tr a`).first().waitFor();
    const stretches = [await measureStill(context, page)];
    const list = await scrolled(context, page);
    for (const share of DEPTHS) {
      const rowsPerSecond = await list.jumpTo(Math.floor(runs * share));
      const stretch = await list.turnWheel(WHEEL_MS);
      stretches.push({ what: 'list', ...stretch, ...(share > 0 && { rowsPerSecond }) });
    }
    await list.jumpTo(runs - LAST_ROWS);
    const end = await list.row();
    stretches.push(await measureStill(context, page));
    return { stretches, end };
  } finally {
    await browser.close();
  }
}

function print(stretches: readonly Measured[]): void {
  const cells = stretches.map((one) =>
    [
      one.what === 'still' ? 'still page' : `${one.fromRow}–${one.toRow}`,
      one.frames.p50,
      one.frames.p95,
      one.frames.p99,
      one.frames.max,
      `${one.latePercent} %`,
      `${one.scriptPercent} %`,
      one.mountedRows,
      one.heapMegabytes,
      one.rowsPerSecond ?? '',
    ].map(String),
  );
  const head = ['rows', 'p50', 'p95', 'p99', 'max', 'late', 'script', 'in page', 'heap MB', 'rows/s there'];
  const widths = head.map((title, i) => Math.max(title.length, ...cells.map((row) => row[i]?.length ?? 0)));
  for (const row of [head, ...cells])
    console.log(row.map((cell, i) => cell.padStart(widths[i] ?? 0)).join('  '));
}

/** What is not as promised, in sentences. */
function broken(stretches: readonly Measured[], end: number): string[] {
  const still = Math.max(...stretches.filter(({ what }) => what === 'still').map(({ frames }) => frames.p95));
  const list = stretches.filter(({ what }) => what === 'list');
  const slow = list.filter(({ frames }) => frames.p95 > Math.max(P95_MS, FACTOR * still));
  const full = list.filter(({ mountedRows }) => mountedRows > MOST_MOUNTED);
  return [
    ...slow.map(({ fromRow, frames }) => `from row ${fromRow}: p95 ${frames.p95} ms, still page ${still} ms`),
    ...full.map(({ fromRow, mountedRows }) => `from row ${fromRow}: ${mountedRows} rows in the page`),
    ...(end < runs - 2 * LAST_ROWS ? [`stood still at row ${end}`] : []),
  ];
}

async function main(): Promise<void> {
  const bulkhead = await startBulkhead({ env: { BULKHEAD_DEMO: 'off', BULKHEAD_ROLE: 'web' } });
  try {
    const cluster = await openCluster(bulkhead.dataDir);
    await seed(cluster.ownerUrl);
    const gigabytes = Math.round(totalmem() / 2 ** 30);
    const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${gigabytes} GB, Node ${process.version}, load ${loadavg()[0]?.toFixed(1)}`;
    console.log(`${runs} runs on ${machine}; server, database and browser share it; frames in ms\n`);
    const { stretches, end } = await measure(bulkhead.url, bulkhead.admin);
    print(stretches);
    console.log(`\nload at the end ${loadavg()[0]?.toFixed(1)}`);
    if (values.json !== undefined)
      await writeFile(
        values.json,
        `${JSON.stringify({ at: new Date().toISOString(), machine, stretches }, null, 2)}\n`,
      );
    const told = broken(stretches, end);
    for (const sentence of told) console.error(`✗ ${sentence}`);
    if (told.length > 0) process.exitCode = 1;
  } finally {
    await bulkhead.remove();
  }
}

await main();
