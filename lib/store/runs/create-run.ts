// Knows how a run comes to be: its head and its first journal row, once.
import type { Pool } from 'pg';
import type { NewRun } from '../../ports/run-store';
import { storeError } from '../store-errors';
import { INSERT_CHECKPOINT, JOURNAL, JOURNAL_VALUES } from './journal-section';
import { relationOf, type Section, valuesOf } from './sections';

export const FRESH_RUNS: Section<NewRun> = {
  name: 'fresh',
  columns: [
    { name: 'id', type: 'uuid', of: (run) => run.runId },
    { name: 'agent', type: 'text', of: (run) => run.agent },
    { name: 'agent_version', type: 'int', of: (run) => run.agentVersion },
    { name: 'input', type: 'text', of: (run) => JSON.stringify(run.input) },
    { name: 'limits', type: 'text', of: (run) => JSON.stringify(run.limits) },
    { name: 'labels', type: 'text', of: (run) => JSON.stringify(run.labels) },
    { name: 'trigger', type: 'text', of: (run) => JSON.stringify(run.trigger) },
    { name: 'started_by', type: 'text', of: (run) => JSON.stringify(run.startedBy) },
    { name: 'created_at', type: 'timestamptz', of: (run) => run.createdAt },
    { name: 'deadline_at', type: 'timestamptz', of: (run) => run.deadlineAt },
    { name: 'given_deadline_at', type: 'timestamptz', of: (run) => run.givenDeadlineAt },
    { name: 'thread', type: 'text', of: (run) => run.thread },
    { name: 'tainted', type: 'bool', of: (run) => run.tainted },
    { name: 'forked_from', type: 'uuid', of: (run) => run.fork?.from ?? null },
    { name: 'forked_seq', type: 'int', of: (run) => run.fork?.seq ?? null },
  ],
};

/** `from` yields what stands in FRESH_RUNS. */
export function insertRuns(from: string): string {
  return `INSERT INTO run (id, agent, agent_version, status, input, limits, labels, trigger, started_by, created_at, deadline_at, given_deadline_at, thread, tainted, forked_from, forked_seq, due_at, updated_at)
    SELECT fresh.id, fresh.agent, fresh.agent_version, 'queued', input::json, fresh.limits::jsonb, labels::jsonb, trigger::jsonb,
      started_by::jsonb, created_at, fresh.deadline_at, fresh.given_deadline_at, fresh.thread, fresh.tainted, fresh.forked_from, fresh.forked_seq, created_at, now()
    FROM ${from} ON CONFLICT (id) DO NOTHING RETURNING id`;
}

export const CREATE_RUN = `WITH made AS (${insertRuns(relationOf(FRESH_RUNS, 1))})
  ${INSERT_CHECKPOINT} SELECT ${JOURNAL_VALUES}
  FROM ${relationOf(JOURNAL, FRESH_RUNS.columns.length + 1)} JOIN made ON made.id = journal.run_id RETURNING run_id`;

export const createRunValues = (run: NewRun): string[] => [
  ...valuesOf(FRESH_RUNS, [run]),
  ...valuesOf(
    JOURNAL,
    [run.startRow, ...(run.more ?? [])].map((row) => ({ head: true, row })),
  ),
];

/** @returns false when the run is there already; then nothing is written. */
export async function createRun(pool: Pool, run: NewRun): Promise<boolean> {
  const values = createRunValues(run);
  try {
    const { rowCount } = await pool.query({ name: 'create_run', text: CREATE_RUN, values });
    return rowCount !== null && rowCount > 0;
  } catch (error) {
    throw storeError(error, 'create run');
  }
}
