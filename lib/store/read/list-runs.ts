// Knows the list of runs: filtered, newest first, page by page.
import { z } from 'zod';
import type { Page } from '../../contract/page';
import type { ListRunsQuery, RunShape } from '../../contract/run';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { containing, decodeCursor, isUuid, pageFrom } from './cursor';
import { QueryText } from './query-text';
import { type RunRecord, toRunShape, withFigures } from './run-record';

const cursorKey = z.tuple([z.iso.datetime(), z.uuid()]);

export async function listRuns(db: Pick<Database, 'pool'>, query: ListRunsQuery): Promise<Page<RunShape>> {
  const text = new QueryText();
  const { status, agent, label, since, until, q } = query;
  if (status !== undefined && status.length > 0) text.where((p) => `status = ANY(${p}::text[])`, status);
  if (agent !== undefined) text.where((p) => `agent = ${p}`, agent);
  if (label !== undefined) text.where((p) => `labels @> ${p}::jsonb`, labelOf(label));
  if (since !== undefined) text.where((p) => `created_at >= ${p}::timestamptz`, since);
  if (until !== undefined) text.where((p) => `created_at < ${p}::timestamptz`, until);
  if (q !== undefined && q.trim() !== '') search(text, q.trim());
  const after = decodeCursor(query.cursor, cursorKey);
  if (after) text.where((at, id) => `(created_at, id) < (${at}::timestamptz, ${id}::uuid)`, ...after);
  const limit = text.param(query.limit + 1);
  const inner = `SELECT * FROM run WHERE ${text.conditions} ORDER BY created_at DESC, id DESC LIMIT ${limit}`;
  try {
    const { rows } = await db.pool.query<RunRecord>(
      `${withFigures(inner)} ORDER BY r.created_at DESC, r.id DESC`,
      text.values,
    );
    return pageFrom(rows, query.limit, (run) => [run.created_at, run.id], toRunShape);
  } catch (error) {
    throw storeError(error, 'list runs');
  }
}

function search(text: QueryText, q: string): void {
  if (isUuid(q)) {
    text.where((id) => `id = ${id}::uuid`, q);
    return;
  }
  // NUL is in no column, so nothing contains it.
  text.where(
    (p) =>
      `(id::text ILIKE ${p} OR input::text ILIKE ${p} OR error_message ILIKE ${p} OR error_code ILIKE ${p})`,
    containing(q.replaceAll('\0', '\uFFFD')),
  );
}

function labelOf(pair: string): string {
  const at = pair.indexOf('=');
  return JSON.stringify({ [pair.slice(0, at)]: pair.slice(at + 1) });
}
