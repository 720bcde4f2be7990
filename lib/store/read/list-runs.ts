// Knows the list of runs: filtered, newest first, page by page.
import { z } from 'zod';
import type { Page } from '../../contract/page';
import type { ListRunsQuery, RunShape } from '../../contract/run';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { decodeCursor, pageFrom } from './cursor';
import { QueryText } from './query-text';
import { whereRuns } from './run-filter';
import { type RunRecord, toRunShape, withFigures } from './run-record';

const cursorKey = z.tuple([z.iso.datetime(), z.uuid()]);

/** The statement of one page, by itself so that a test can look at its plan. */
export function listRunsStatement(query: ListRunsQuery): {
  readonly text: string;
  readonly values: unknown[];
} {
  const text = new QueryText();
  whereRuns(text, query);
  const after = decodeCursor(query.cursor, cursorKey);
  if (after) text.where((at, id) => `(run.created_at, run.id) < (${at}::timestamptz, ${id}::uuid)`, ...after);
  const limit = text.param(query.limit + 1);
  const inner = `SELECT run.* FROM run WHERE ${text.conditions} ORDER BY run.created_at DESC, run.id DESC LIMIT ${limit}`;
  return { text: `${withFigures(inner)} ORDER BY r.created_at DESC, r.id DESC`, values: text.values };
}

export async function listRuns(db: Pick<Database, 'pool'>, query: ListRunsQuery): Promise<Page<RunShape>> {
  const { text, values } = listRunsStatement(query);
  try {
    const { rows } = await db.pool.query<RunRecord>(text, values);
    return pageFrom(rows, query.limit, (run) => [run.created_at, run.id], toRunShape);
  } catch (error) {
    throw storeError(error, 'list runs');
  }
}
