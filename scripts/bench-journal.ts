// Measures what a step of a run costs against plain inserts on the same database: npx tsx scripts/bench-journal.ts [seconds per figure].
// Starts a PostgreSQL of its own in the temp directory and removes it again.
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { sha256Hex } from '../lib/adapters/system/hash-text';
import { systemClock } from '../lib/adapters/system/system-clock';
import { type JournalRow, sealRow } from '../lib/domain/journal-row';
import type { ClaimedRun, CommitExit, RunStore } from '../lib/ports/run-store';
import { newTestRun } from '../lib/ports/testing/journal-builder';
import { createTestIds } from '../lib/ports/testing/test-ids';
import { type Database, openDatabase } from '../lib/store/database';
import { openCluster } from '../lib/store/embedded/cluster';
import { migrate } from '../lib/store/migrate/migrate';
import { createRunStore } from '../lib/store/run-store';

const SECONDS = Number(process.argv[2] ?? 3);
const ROUNDS = 3;
const STEPS_PER_RUN = 10;
const CONCURRENCY = [1, 16, 64];
/** What the backlog is made for, with one caller and with many; more would be a record. */
const MOST_STEPS_A_SECOND = [4_000, 30_000] as const;
const ids = createTestIds();
const WORKER = 'bench';

type Rate = (db: Database, concurrency: number) => Promise<number>;

async function perSecond(concurrency: number, act: (caller: number) => Promise<number>): Promise<number> {
  const startedMs = performance.now();
  const untilMs = startedMs + SECONDS * 1_000;
  let done = 0;
  await Promise.all(
    Array.from({ length: concurrency }, async (_, caller) => {
      while (performance.now() < untilMs) {
        const count = await act(caller); // not `done += await`: that reads done before it waits
        done += count;
      }
    }),
  );
  return (done * 1_000) / (performance.now() - startedMs);
}

/** One row, one commit: what node-pg does at its best. */
const plainInserts: Rate = async (db, concurrency) => {
  const payload = JSON.stringify({ type: 'tool', text: 'x'.repeat(200) });
  const text = 'INSERT INTO bench_plain (run_id, seq, payload) VALUES ($1, $2, $3)';
  const runIds = Array.from({ length: concurrency }, () => ids.timeOrdered());
  const seqs = new Array<number>(concurrency).fill(0);
  return perSecond(concurrency, async (caller) => {
    const seq = (seqs[caller] ?? 0) + 1;
    seqs[caller] = seq;
    if (seq % STEPS_PER_RUN === 0) runIds[caller] = ids.timeOrdered();
    await db.pool.query({ name: 'plain', text, values: [runIds[caller], seq, payload] });
    return 1;
  });
};

/**
 * The runtime's shape: due runs are claimed in as large a lot as there are free places, each journal is loaded, each step is one commit (result
 * of the last, intent of the next; with a ledger row claimed and settled when asked for), the last one ends the run. Starting runs is not
 * counted: a backlog stands there before.
 */
const steps =
  (withLedger: boolean): Rate =>
  async (db, concurrency) => {
    const store = createRunStore({
      pool: db.pool,
      clock: systemClock,
      hash: sha256Hex,
      runtimeVersion: 'bench',
    });
    await store.register(WORKER, 'bench', 3_600_000, 0);
    await fillBacklog(store, concurrency);
    const places = new Lot(concurrency, (free) => store.claimDue(WORKER, free));
    return perSecond(concurrency, async () => {
      const { runId, fence } = await places.next();
      await walk(store, runId, fence, withLedger);
      return STEPS_PER_RUN;
    });
  };

async function fillBacklog(store: RunStore, concurrency: number): Promise<void> {
  const wanted = Math.ceil((SECONDS * MOST_STEPS_A_SECOND[concurrency === 1 ? 0 : 1]) / STEPS_PER_RUN);
  for (let made = 0; made < wanted; made += 64) {
    const runs = Array.from({ length: 64 }, () =>
      newTestRun(ids.timeOrdered(), 'bench', new Date().toISOString()),
    );
    await Promise.all(runs.map((run) => store.createRun(run)));
  }
}

/** Hands out claimed runs one by one; whoever finds none claims for all who wait. */
class Lot {
  #runs: ClaimedRun[] = [];
  #waiting = 0;
  #claiming: Promise<void> | null = null;
  constructor(
    readonly most: number,
    readonly claim: (free: number) => Promise<readonly ClaimedRun[]>,
  ) {}

  async next(): Promise<ClaimedRun> {
    for (;;) {
      const run = this.#runs.pop();
      if (run !== undefined) return run;
      this.#waiting += 1;
      this.#claiming ??= this.#fill();
      await this.#claiming;
    }
  }

  async #fill(): Promise<void> {
    await new Promise(setImmediate);
    this.#runs = [...(await this.claim(Math.min(this.most, this.#waiting)))];
    if (this.#runs.length === 0) throw new Error('the backlog was too short');
    this.#waiting = 0;
    this.#claiming = null;
  }
}

async function walk(store: RunStore, runId: string, fence: number, withLedger: boolean): Promise<void> {
  let last = (await store.loadJournal(runId)).at(-1);
  const sealed = (kind: 'intent' | 'result' | 'end', step: number | null, payload: object): JournalRow => {
    const seq = (last?.seq ?? 0) + 1;
    const header = {
      runId,
      seq,
      kind,
      step,
      at: new Date().toISOString(),
      format: 1,
      runtimeVersion: 'bench',
    };
    const figures = { costMicroUsd: kind === 'result' ? 3 : 0, tokens: 0 };
    last = sealRow(header, payload, figures, last?.hash ?? '', sha256Hex);
    return last;
  };
  const effect = (step: number) => ({ scope: 'run', key: `${runId}:${step}`, runId, step, fence });
  const value = { text: 'x'.repeat(200) };
  for (let step = 1; step <= STEPS_PER_RUN + 1; step += 1) {
    const ends = step > STEPS_PER_RUN;
    const rows: JournalRow[] = [];
    const before = { type: 'tool', step: step - 1, attempt: 1, latencyMs: 1, source: 'call' };
    if (step > 1) {
      rows.push(
        sealed('result', step - 1, {
          ...before,
          outcome: 'succeeded',
          value,
          tainted: false,
          privateData: false,
        }),
      );
    }
    rows.push(
      ends
        ? sealed('end', null, { type: 'end', status: 'succeeded', output: null, partial: null, error: null })
        : sealed('intent', step, { type: 'tool', step, attempt: 1, mode: 'send' }),
    );
    const outcome = await store.commit({
      runId,
      fence,
      rows,
      effectClaims:
        withLedger && !ends
          ? [{ ...effect(step), attempt: 1, argumentHash: rows[0]?.hash ?? '', tool: 'bench' }]
          : [],
      effectCompletions:
        withLedger && step > 1
          ? [
              {
                ...effect(step - 1),
                status: 'succeeded',
                response: value,
                tainted: false,
                privateData: false,
              },
            ]
          : [],
      approvals: [],
      closedApprovals: [],
      exit: ends ? ended() : null,
    });
    if (outcome.status !== 'committed') throw new Error('the only worker is never fenced');
  }
}

function ended(): CommitExit {
  const finishedAt = new Date().toISOString();
  const { limits } = newTestRun('', '', finishedAt);
  const figures = { steps: STEPS_PER_RUN, toolCalls: STEPS_PER_RUN, tokens: 0, costMicroUsd: 0 };
  const summary = { ...figures, tainted: false, partial: null, deadlineAt: finishedAt, limits };
  const success = { kind: 'end', status: 'succeeded', output: null, error: null } as const;
  return {
    ...success,
    summary,
    finishedAt,
    deadLetter: null,
  };
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function main(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'bulkhead-bench-'));
  const cluster = await openCluster(dataDir);
  try {
    const folder = fileURLToPath(new URL('../prisma/migrations', import.meta.url));
    await migrate({ url: cluster.ownerUrl, folder });
    const owner = new Client({ connectionString: cluster.ownerUrl });
    await owner.connect();
    await owner.query(`CREATE TABLE bench_plain (run_id uuid, seq int, payload text, PRIMARY KEY (run_id, seq));
      GRANT INSERT ON bench_plain TO bulkhead_app`);
    const { rows } = await owner.query('SHOW server_version');
    const settings = await owner.query("SELECT current_setting('fsync') AS fsync");
    await owner.end();
    const processor = cpus()[0]?.model ?? 'unknown processor';
    console.log(
      `${cpus().length} × ${processor}, Node ${process.version}, PostgreSQL ${rows[0].server_version}, fsync ${settings.rows[0].fsync}`,
    );
    const db = openDatabase({ url: cluster.appUrl, size: 16 });
    const kinds: readonly (readonly [string, Rate])[] = [
      ['plain inserts', plainInserts],
      ['journal step', steps(false)],
      ['step with ledger', steps(true)],
    ];
    for (const concurrency of CONCURRENCY) {
      const rates = kinds.map(() => [] as number[]);
      for (let round = 0; round < ROUNDS; round += 1) {
        for (const [i, [, rate]] of kinds.entries()) rates[i]?.push(await rate(db, concurrency));
      }
      const base = median(rates[0] ?? []);
      const figures = kinds.map(([name], i) => {
        const rate = median(rates[i] ?? []);
        return `${name} ${Math.round(rate)}/s${i === 0 ? '' : ` (${(rate / base).toFixed(2)})`}`;
      });
      console.log(`c=${concurrency}: ${figures.join(' · ')}`);
    }
    await db.close();
  } finally {
    await cluster.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

await main();
