// Knows one run as the wire shows it.
import type { RunShape } from '../../contract/run';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { isUuid } from './cursor';
import { type RunRecord, toRunShape, withFigures } from './run-record';

const READ = withFigures('SELECT * FROM run WHERE id = $1');

/** null when there is no such run. */
export async function readRun(db: Pick<Database, 'pool'>, runId: string): Promise<RunShape | null> {
  if (!isUuid(runId)) return null;
  try {
    const { rows } = await db.pool.query<RunRecord>({ name: 'read_run', text: READ, values: [runId] });
    return rows[0] === undefined ? null : toRunShape(rows[0]);
  } catch (error) {
    throw storeError(error, 'read run');
  }
}

const DUE = `SELECT status <> 'waiting' OR coalesce(due_at <= now(), false) AS due FROM run WHERE id = $1`;

/** Whether a run that was seen waiting goes on, or is about to: input has come for it, or the time it waited for. */
export async function isWaitOver(db: Pick<Database, 'pool'>, runId: string): Promise<boolean> {
  if (!isUuid(runId)) return false;
  try {
    const { rows } = await db.pool.query<{ due: boolean }>({ name: 'run_due', text: DUE, values: [runId] });
    return rows[0]?.due ?? false;
  } catch (error) {
    throw storeError(error, 'read run');
  }
}
