// Measures what the console waits for: npm run bench:console [-- --only spend --runs 100000 --rounds 20 --json FILE].
// Seeds a PostgreSQL of its own in the temp directory and removes it again. Ends with 1 when a promise of docs/performance.md is broken.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { readEnv } from '../lib/env';
import { startRuntime } from '../lib/server/start-runtime';
import { stopRuntime } from '../lib/server/stop-runtime';
import { openCluster } from '../lib/store/embedded/cluster';
import { migrate } from '../lib/store/migrate/migrate';
import { createPool } from '../lib/store/pool';
import { countAllReviewDays } from '../lib/store/review-days/count-days';
import { seedDecisions } from '../lib/store/testing/seed-decisions';
import { seedManyRuns } from '../lib/store/testing/seed-many-runs';
import { seedSpending } from '../lib/store/testing/seed-spending';
import { eventLatency } from './console-bench/event-latency';
import { listLatency, type Row } from './console-bench/list-latency';
import { millionLatency } from './console-bench/million-latency';
import { reviewLatency } from './console-bench/review-latency';
import { mergeSeeded, spendLatency } from './console-bench/spend-latency';
import { seedInstallation } from './million/seed-installation';

const LIST_MS = 200;
const EVENT_P95_MS = 500;
const SPEND_MS = 300;
const REVIEW_MS = 300;
const DECISIONS = 100_000;
const DECIDED_DAYS = 60;
const EVENTS = 200;
const API_KEY = 'a-key-for-the-bench-of-some-length';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '20' },
    json: { type: 'string' },
    /** list, spend, review or million; all but the last without it. */
    only: { type: 'string' },
    /** Of the part \`million\`, which seeds its own: steps and events of the record. */
    steps: { type: 'string', default: '1000000' },
  },
});

function print(rows: readonly Row[]): void {
  const width = Math.max(...rows.map(({ name }) => name.length));
  console.log(`${'ms'.padEnd(width)}  ${['p50', 'p95', 'max'].map((head) => head.padStart(8)).join('')}`);
  for (const { name, p50, p95, max } of rows)
    console.log(`${name.padEnd(width)}  ${[p50, p95, max].map((ms) => ms.toFixed(1).padStart(8)).join('')}`);
}

type Measured = Record<string, unknown> & { readonly slow: readonly string[] };

async function lists(databaseUrl: string): Promise<Measured> {
  const list = await listLatency(API_KEY, Number(values.rounds));
  const events = {
    name: 'change of another process, to the stream of an open page',
    ...(await eventLatency(databaseUrl, API_KEY, EVENTS)),
  };
  print([...list.alone, ...list.counts, list.together]);
  console.log(`\nslowest of ${list.together.count} combinations, median of five`);
  for (const { name, ms } of list.slowest) console.log(`${ms.toFixed(1).padStart(8)}  ${name}`);
  console.log();
  print([events]);
  const slow = [
    ...[...list.alone, list.together].filter(({ p95 }) => p95 >= LIST_MS),
    ...list.slowest.filter(({ ms }) => ms >= LIST_MS),
    ...(events.p95 >= EVENT_P95_MS ? [events] : []),
  ];
  return { ...list, events, slow: slow.map(({ name }) => name) };
}

async function spending(ownerUrl: string, databaseUrl: string): Promise<Measured> {
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  const settled = await seedSpending(owner).finally(() => owner.end());
  const mergedPerSecond = await mergeSeeded(databaseUrl, settled);
  console.log(`\n${settled} settled attempts merged, ${mergedPerSecond} a second`);
  const spend = await spendLatency(API_KEY, Number(values.rounds));
  print(spend);
  const slow = spend.filter(({ p95 }) => p95 >= SPEND_MS).map(({ name }) => name);
  return { mergedPerSecond, spend, slow };
}

async function reviews(ownerUrl: string, databaseUrl: string): Promise<Measured> {
  const owner = new Client({ connectionString: ownerUrl });
  await owner.connect();
  await seedDecisions(owner, DECISIONS, DECIDED_DAYS).finally(() => owner.end());
  const pool = createPool({ url: databaseUrl, size: 1 });
  const startedMs = performance.now();
  await countAllReviewDays(pool).finally(() => pool.end());
  const countedMs = Math.round((performance.now() - startedMs) / DECIDED_DAYS);
  console.log(`\n${DECIDED_DAYS} days of approvals counted, ${countedMs} ms a day`);
  const review = await reviewLatency(API_KEY, Number(values.rounds));
  console.log();
  print(review);
  return {
    reviewDayMs: countedMs,
    review,
    slow: review.filter(({ p95 }) => p95 >= REVIEW_MS).map(({ name }) => name),
  };
}

/** A month of so many steps, with as many events of the record. */
async function million(ownerUrl: string): Promise<() => Promise<Measured>> {
  const steps = Number(values.steps);
  const seeded = await seedInstallation(ownerUrl, { steps, events: steps }, console.log);
  return async () => {
    const pages = await millionLatency(API_KEY, Number(values.rounds), seeded);
    console.log();
    print(pages);
    return { seeded, pages, slow: pages.filter(({ p95 }) => p95 > LIST_MS).map(({ name }) => name) };
  };
}

async function main(): Promise<void> {
  const runs = Number(values.runs);
  const dataDir = await mkdtemp(join(tmpdir(), 'bulkhead-bench-'));
  const cluster = await openCluster(dataDir);
  try {
    await migrate({
      url: cluster.ownerUrl,
      folder: fileURLToPath(new URL('../prisma/migrations', import.meta.url)),
    });
    const isMillion = values.only === 'million';
    const measureMillion = isMillion ? await million(cluster.ownerUrl) : null;
    const owner = new Client({ connectionString: cluster.ownerUrl });
    await owner.connect();
    if (!isMillion) await seedManyRuns(owner, runs);
    const { rows } = await owner.query<{ server_version: string }>('SHOW server_version');
    await owner.end();
    const gigabytes = Math.round(totalmem() / 2 ** 30);
    const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${gigabytes} GB, Node ${process.version}, PostgreSQL ${rows[0]?.server_version}`;
    console.log(`${isMillion ? `${values.steps} steps` : `${runs} runs`} on ${machine}\n`);
    const env = readEnv(
      {
        NODE_ENV: 'production',
        DATABASE_URL: cluster.appUrl,
        BULKHEAD_ROLE: 'web',
        BULKHEAD_DEMO: 'off',
        BULKHEAD_API_KEY: API_KEY,
        BULKHEAD_MASTER_KEY: '11'.repeat(32),
        NEXTAUTH_SECRET: 'a secret of the bench, long enough for it',
        BULKHEAD_LOG_LEVEL: 'error',
      },
      dataDir,
    );
    const app = startRuntime(env);
    while (app.lifecycle.phase !== 'serving' || !app.hints.listening)
      await new Promise((resolve) => setTimeout(resolve, 50));
    const asks = (part: string) => values.only === undefined || values.only === part;
    const none: Measured = { slow: [] };
    const list = asks('list') ? await lists(cluster.appUrl) : none;
    const spend = asks('spend') ? await spending(cluster.ownerUrl, cluster.appUrl) : none;
    const review = asks('review') ? await reviews(cluster.ownerUrl, cluster.appUrl) : none;
    const pages = (await measureMillion?.()) ?? none;
    await stopRuntime(app, 1_000);
    const slow = [...list.slow, ...spend.slow, ...review.slow, ...pages.slow];
    if (values.json !== undefined)
      await writeFile(
        values.json,
        `${JSON.stringify({ at: new Date().toISOString(), machine, runs, ...list, ...spend, ...review, ...pages, slow }, null, 2)}\n`,
      );
    if (slow.length > 0) {
      console.error(`\ntoo slow: ${slow.join('; ')}`);
      process.exitCode = 1;
    }
  } finally {
    await cluster.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

await main();
