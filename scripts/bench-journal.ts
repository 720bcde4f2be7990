// Measures what a step of a run costs against plain inserts on the same database: npx tsx scripts/bench-journal.ts [seconds per figure].
// Starts a PostgreSQL of its own in the temp directory and removes it again.
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { systemClock } from '../lib/adapters/system/system-clock';
import { sealRow } from '../lib/domain/journal-row';
import type { RunCommit, RunSummary } from '../lib/ports/run-store';
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
const hash = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');
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

const summary = (): RunSummary => ({
  steps: STEPS_PER_RUN,
  toolCalls: STEPS_PER_RUN,
  tokens: 0,
  costMicroUsd: 0,
  tainted: false,
  partial: null,
  deadlineAt: new Date(Date.now() + 60_000).toISOString(),
  limits: newTestRun('', '', new Date().toISOString()).limits,
});

/**
 * The runtime's shape: a run is created and claimed, each step is one commit (result of the last, intent of the next; with a ledger row
 * claimed and settled when asked for), the last one ends the run. Counted are steps.
 */
const steps =
  (withLedger: boolean): Rate =>
  async (db, concurrency) => {
    const store = createRunStore({ pool: db.pool, clock: systemClock, hash, runtimeVersion: 'bench' });
    await store.register(WORKER, 'bench', 3_600_000);
    return perSecond(concurrency, async () => {
      const run = newTestRun(ids.timeOrdered(), 'bench', new Date().toISOString());
      await store.createRun(run);
      const claimed = await store.claimRun(WORKER, run.runId);
      if (claimed === null) throw new Error('a new run can be claimed');
      const { runId, fence } = claimed;
      let last = (await store.loadJournal(runId)).at(-1) ?? run.startRow;
      const sealed = (kind: 'intent' | 'result' | 'end', step: number | null, payload: object) => {
        const header = { runId, seq: last.seq + 1, kind, step, at: new Date().toISOString(), format: 1 };
        const figures = { costMicroUsd: kind === 'result' ? 3 : 0, tokens: 0 };
        last = sealRow({ ...header, runtimeVersion: 'bench' }, payload, figures, last.hash, hash);
        return last;
      };
      const value = { text: 'x'.repeat(200) };
      for (let step = 1; step <= STEPS_PER_RUN + 1; step += 1) {
        const ends = step > STEPS_PER_RUN;
        const rows = [
          ...(step === 1
            ? []
            : [
                sealed('result', step - 1, {
                  type: 'tool',
                  step: step - 1,
                  attempt: 1,
                  outcome: 'succeeded',
                  value,
                }),
              ]),
          ends
            ? sealed('end', null, { type: 'end', status: 'succeeded' })
            : sealed('intent', step, { type: 'tool', step, attempt: 1, mode: 'send' }),
        ];
        const id = (of: number) => ({ scope: 'run', key: `${runId}:${of}`, runId, step: of, fence });
        const commit: RunCommit = {
          runId,
          fence,
          rows,
          effectClaims:
            withLedger && !ends ? [{ ...id(step), attempt: 1, argumentHash: last.hash, tool: 'bench' }] : [],
          effectCompletions:
            withLedger && step > 1
              ? [
                  {
                    ...id(step - 1),
                    status: 'succeeded',
                    response: value,
                    tainted: false,
                    privateData: false,
                  },
                ]
              : [],
          approvals: [],
          closedApprovals: [],
          exit: ends
            ? {
                kind: 'end',
                status: 'succeeded',
                output: null,
                error: null,
                summary: summary(),
                finishedAt: new Date().toISOString(),
              }
            : null,
        };
        const outcome = await store.commit(commit);
        if (outcome.status !== 'committed') throw new Error('the only worker is never fenced');
      }
      return STEPS_PER_RUN;
    });
  };

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
