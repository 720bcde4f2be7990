// Knows a run store on a database of its own for tests, and the other side of the door: commands, time, a look at the rows.
import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { EffectStatus } from '../../../domain/effect';
import { EVENT_KEPT_MS } from '../../../domain/event-wait';
import type { HashText } from '../../../domain/journal-row';
import type { JsonValue } from '../../../domain/json';
import { SYSTEM_ACTOR } from '../../../domain/principal';
import type { RunLimits, RunStatus, Waiting } from '../../../domain/run';
import type { Clock } from '../../../ports/clock';
import type { RunStore } from '../../../ports/run-store';
import type { RunStoreHarness, StoredDeadLetter, StoredRun } from '../../../ports/run-store-harness';
import type { WorkerLeases } from '../../../ports/worker-leases';
import { MAKE_AGENT_SLOTS } from '../../bulkheads/agent-slots';
import { type Database, inTransaction, openDatabase } from '../../database';
import { sendEvent } from '../../events/send-event';
import { createRunStore } from '../../run-store';
import { createStopReader } from '../../stop-reader';
import { createTestDatabase } from '../../testing/test-database';
import { addRunInput } from '../../write/add-run-input';
import { redriveRun } from '../../write/settle-dead-letter';
import { liftStop, setStop } from '../../write/stops';

export const sha256: HashText = (text) => createHash('sha256').update(text, 'utf8').digest('hex');

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep: (ms, signal) => pause(ms, undefined, signal ? { signal } : {}).catch(() => undefined),
};

export type DatabaseHarness = RunStoreHarness & {
  readonly db: Database;
  /** As the app connects. */
  readonly url: string;
  readonly superuserUrl: string;
  /** As the app connects. */
  readonly appUrl: string;
  /** Runs a statement as migrations do. */
  asOwner(statement: string): Promise<void>;
  /** Another process would have this: its own pool and its own queue of commits. */
  openAnother(): { readonly store: RunStore & WorkerLeases; readonly db: Database };
};

const storeOn = (db: Database) =>
  createRunStore({
    pool: db.pool,
    hotPool: db.hotPool,
    clock: systemClock,
    runtimeVersion: 'test',
  });

/** Connects as the app does. close() fails when a connection was left open. */
export async function openHarness(): Promise<DatabaseHarness> {
  const test = await createTestDatabase();
  const opened: Database[] = [];
  const open = () => {
    const db = openDatabase({ url: test.appUrl, size: 8 });
    opened.push(db);
    return db;
  };
  const asOwner = async (statement: string) => {
    const client = new Client({ connectionString: test.ownerUrl });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  const db = open();
  const store = storeOn(db);
  return {
    db,
    url: test.appUrl,
    superuserUrl: test.superuserUrl,
    appUrl: test.appUrl,
    asOwner,
    store,
    leases: store,
    stops: createStopReader(db.pool),
    openAnother() {
      const other = open();
      return { store: storeOn(other), db: other };
    },
    async limitAgent(name, concurrency) {
      await asOwner(`INSERT INTO agent (name, active_version, latest_version, created_at, updated_at, concurrency)
        VALUES ('${name}', 1, 1, now(), now(), ${concurrency}) ON CONFLICT (name) DO UPDATE SET concurrency = excluded.concurrency`);
      await db.pool.query(MAKE_AGENT_SLOTS, [name]);
    },
    prepareAgent: async () => {}, // a run keeps the name of its agent; the table asks for no row
    async appendInput(runId, input) {
      const added = await inTransaction(db, 'append input', (tx) =>
        addRunInput(tx, runId, input, randomUUID()),
      );
      if (added.status !== 'added') throw new Error(`the input was not added: ${added.status}`);
      return added.inputSeq;
    },
    async sendEvent({ id, correlationKey, payload, runId = null }) {
      const event = { id, correlationKey, payload, runId, by: SYSTEM_ACTOR, keptMs: EVENT_KEPT_MS };
      const sent = await inTransaction(db, 'send event', (tx) => sendEvent(tx, event));
      return sent.takenBy?.runId ?? null;
    },
    async setStop(scope) {
      const set = await inTransaction(db, 'stop', (tx) => setStop(tx, scope, SYSTEM_ACTOR, 'test'));
      if (!set) throw new Error(`${scope} is stopped already`);
    },
    async liftStop(scope) {
      const lifted = await inTransaction(db, 'lift', (tx) => liftStop(tx, scope, SYSTEM_ACTOR, 'test'));
      if (!lifted) throw new Error(`${scope} is not stopped`);
    },
    async expireLease(workerId) {
      await db.pool.query(`UPDATE worker SET lease_until = now() - interval '1 second' WHERE id = $1`, [
        workerId,
      ]);
    },
    async agePark(runId, ms) {
      for (const [table, id] of [
        ['run', 'id'],
        ['effect', 'run_id'],
      ])
        await asOwner(
          `UPDATE ${table} SET updated_at = updated_at - interval '${ms} ms' WHERE ${id} = '${runId}'`,
        );
    },
    readRun: (runId) => readRun(db, runId),
    async readApprovalStatus(approvalId) {
      const { rows } = await db.pool.query<{ status: string }>('SELECT status FROM approval WHERE id = $1', [
        approvalId,
      ]);
      return rows[0]?.status ?? null;
    },
    async readEffect({ scope, key }) {
      const { rows } = await db.pool.query<EffectRecord>(
        `SELECT status, attempts, run_id AS "ownerRunId", step AS "ownerStep", convert_from(response, 'UTF8')::json AS response
         FROM effect WHERE scope = $1 AND key = $2`,
        [scope, key],
      );
      return rows[0] ?? null;
    },
    async redrive(runId) {
      const input = { type: 'redrive', by: SYSTEM_ACTOR, reason: 'test', limits: {} } as const;
      const settled = await inTransaction(db, 'redrive', (tx) =>
        redriveRun(tx, { runId, input, dedupeKey: randomUUID() }),
      );
      return settled.status === 'settled' ? settled.inputSeq : null;
    },
    async readDeadLetters(runId) {
      const { rows } = await db.pool.query<StoredDeadLetter>(
        'SELECT id, fingerprint, step, tool, model, code, message, state FROM dead_letter WHERE run_id = $1 ORDER BY failed_at, id',
        [runId],
      );
      return rows;
    },
    async close() {
      for (const database of opened) await database.close();
      await test.drop();
    },
  };
}

type EffectRecord = {
  status: EffectStatus;
  attempts: number;
  ownerRunId: string;
  ownerStep: number;
  response: JsonValue | null;
};

type RunRecord = {
  status: RunStatus;
  waiting: Waiting | null;
  output: JsonValue | null;
  error_code: string | null;
  error_message: string | null;
  finished_at: string | null;
  steps: number;
  tool_calls: number;
  tokens: number;
  cost_micro_usd: number;
  tainted: boolean;
  partial: JsonValue | null;
  deadline_at: string;
  given_deadline_at: string | null;
  limits: RunLimits;
};

async function readRun(db: Database, runId: string): Promise<StoredRun | null> {
  const { rows } = await db.pool.query<RunRecord>('SELECT * FROM run WHERE id = $1', [runId]);
  const run = rows[0];
  if (run === undefined) return null;
  return {
    status: run.status,
    waiting: run.waiting,
    output: run.output,
    error: run.error_code === null ? null : { code: run.error_code, message: run.error_message ?? '' },
    finishedAt: run.finished_at,
    summary: {
      steps: run.steps,
      toolCalls: run.tool_calls,
      tokens: run.tokens,
      costMicroUsd: run.cost_micro_usd,
      tainted: run.tainted,
      partial: run.partial,
      deadlineAt: run.deadline_at,
      givenDeadlineAt: run.given_deadline_at,
      limits: run.limits,
    },
  };
}
