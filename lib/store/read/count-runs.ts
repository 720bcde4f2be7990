// Knows how many runs a filter finds, by status.
import type { RunCount } from '../../contract/run';
import type { RunFilter } from '../../contract/run-filter';
import { runStatus } from '../../domain/run';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { QueryText } from './query-text';
import { whereRuns } from './run-filter';

export async function countRuns(db: Pick<Database, 'pool'>, filter: RunFilter): Promise<RunCount> {
  const text = new QueryText();
  whereRuns(text, filter);
  try {
    const { rows } = await db.pool.query<{ status: string; count: number }>(
      `SELECT run.status, count(*)::int AS count FROM run WHERE ${text.conditions} GROUP BY run.status`,
      text.values,
    );
    return {
      count: rows.reduce((sum, row) => sum + row.count, 0),
      byStatus: Object.fromEntries(rows.map((row) => [runStatus.parse(row.status), row.count])),
    };
  } catch (error) {
    throw storeError(error, 'count runs');
  }
}
