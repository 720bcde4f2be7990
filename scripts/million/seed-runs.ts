// Knows how seeded runs are written: heads, journals, approvals and dead letters, some at a time, oldest first, so that memory holds one part and pages are filled as in operation.
import type { Client, Pool } from 'pg';
import type { JournalRow } from '../../lib/domain/journal-row';
import { COPY_JOURNAL, copyOf } from '../../lib/store/runs/journal-copy';
import { Line } from '../../lib/store/runs/one-write';
import { SEEDER, seededJournal } from './seeded-journal';
import { LONG_RUN_STEPS, type SeededRun, type Seeding, seededRun } from './seeded-run';

const RUNS_AT_ONCE = 500;

const PUT_RUNS = `INSERT INTO run (id, agent, agent_version, status, waiting, input, output, error_code, error_message, steps, tool_calls, tokens, cost_micro_usd,
    limits, labels, trigger, started_by, created_at, started_at, finished_at, deadline_at, due_at, fence, worker_id, claimed_at, updated_at)
  SELECT id, agent, agent_version, status, waiting, input, output, error_code, error_message, steps, tool_calls, tokens, cost_micro_usd,
    limits, labels, trigger, started_by, created_at, started_at, finished_at, deadline_at, due_at, fence, worker_id, claimed_at, updated_at
  FROM json_populate_recordset(NULL::run, $1::json)`;

const PUT_APPROVALS = `INSERT INTO approval (id, run_id, agent, agent_version, step, kind, status, tool, tool_version, arguments, argument_hash, effect, effect_key,
    amount, amount_unit, decision, reasons, started_by, payload_hash, asked_hash, required_role, quorum, self_approval, expires_at, on_expiry, changed, held_for, created_at)
  SELECT (waiting->'items'->0->>'id')::uuid, id, agent, agent_version, 4, 'tool_call', 'pending', 'payments.refund', 1, input, repeat('a', 64), 'idempotent', id || ':4',
    (input->>'amount')::float, 'EUR', '{"chosen":"payments.refund","confidence":0.8,"reasoning":"The order allows it.","alternatives":[]}',
    '[{"rule":"escalation.amountAbove","verdict":"await_approval","message":"Above the 500 EUR of one call."}]', started_by, repeat('a', 64), repeat('a', 64), 'approver', 1,
    'forbid', (waiting->'items'->0->>'until')::timestamptz, 'reject', '{}', 'other', updated_at
  FROM run WHERE status = 'waiting'`;

const PUT_DEAD_LETTERS = `INSERT INTO dead_letter (id, run_id, agent, agent_version, fingerprint, code, message, step, model, state, failed_at)
  SELECT gen_random_uuid(), id, agent, agent_version, substr(md5(agent || agent_version), 1, 16), error_code, error_message, 9, 'small', 'open', finished_at
  FROM run WHERE status = 'failed'`;

export type SeededRuns = {
  readonly runs: number;
  readonly steps: number;
  readonly rows: number;
  /** The newest, and how long its journal is. */
  readonly longRun: string;
  readonly longRows: number;
  /** One in the middle. */
  readonly ordinary: string;
};

/** As the owner. `steps`: about so many, with one run of ten thousand among them. `onPart` after each part, with what is written by then. */
export async function seedRuns(
  pool: Pool,
  owner: Client,
  seeding: Seeding,
  longSteps: number = LONG_RUN_STEPS,
  onPart: (sofar: { runs: number; steps: number; rows: number }) => void = () => {},
): Promise<SeededRuns> {
  const line = new Line(pool);
  const sofar = { runs: 0, steps: 0, rows: 0 };
  let [longRun, longRows, ordinary] = ['', 0, ''];
  try {
    for (let first = 0; first < seeding.runs; first += RUNS_AT_ONCE) {
      const heads: object[] = [];
      const journal: JournalRow[] = [];
      for (let number = first; number < Math.min(seeding.runs, first + RUNS_AT_ONCE); number += 1) {
        const isLong = number === seeding.runs - 1;
        const run = seededRun(number, seeding, isLong ? longSteps : undefined);
        const rows = seededJournal(run);
        if (isLong) [longRun, longRows] = [run.id, rows.length];
        else if (number <= seeding.runs / 2 && run.status === 'succeeded') ordinary = run.id;
        heads.push(headOf(run, rows));
        journal.push(...rows);
        sofar.steps += run.walked;
      }
      await owner.query(PUT_RUNS, [JSON.stringify(heads)]);
      await line.write([{ name: 'seed_journal', text: COPY_JOURNAL, data: copyOf(journal) }]);
      sofar.runs += heads.length;
      sofar.rows += journal.length;
      onPart(sofar);
    }
  } finally {
    line.rest();
  }
  await owner.query(PUT_APPROVALS);
  await owner.query(PUT_DEAD_LETTERS);
  return { ...sofar, longRun, longRows, ordinary };
}

const ENDED: ReadonlySet<string> = new Set(['succeeded', 'failed', 'cancelled']);

/** A run's row as its journal has it. */
function headOf(run: SeededRun, rows: readonly JournalRow[]): object {
  const lastAt = rows.at(-1)?.at ?? new Date(run.createdMs).toISOString();
  const isTaken = run.status === 'running';
  const items = [{ kind: 'approval', id: run.approvalId, until: run.expiresAt }];
  return {
    id: run.id,
    agent: run.agent,
    agent_version: run.agentVersion,
    status: run.status,
    waiting: run.status === 'waiting' ? { reason: 'approval', items } : null,
    input: run.input,
    output: run.output,
    error_code: run.failure === null ? null : 'model_failed',
    error_message: run.failure,
    steps: run.walked,
    tool_calls: rows.filter(({ kind, step }) => kind === 'result' && step !== null && step % 2 === 0).length,
    tokens: rows.reduce((sum, { tokens }) => sum + tokens, 0),
    cost_micro_usd: rows.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0),
    limits: run.limits,
    labels: run.labels,
    trigger: run.trigger,
    started_by: SEEDER,
    created_at: new Date(run.createdMs).toISOString(),
    started_at: rows[1]?.at ?? null,
    finished_at: ENDED.has(run.status) ? lastAt : null,
    deadline_at: run.deadlineAt,
    due_at: run.status === 'queued' ? new Date(run.createdMs).toISOString() : null,
    fence: rows.length > 1 ? 1 : 0,
    worker_id: isTaken ? 'bench' : null,
    claimed_at: isTaken ? rows[1]?.at : null,
    updated_at: lastAt,
  };
}
