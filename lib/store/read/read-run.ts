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
