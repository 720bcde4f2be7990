// Knows dead letters: one by one, newest first, and by cause, the cause that was met last first.
import { z } from 'zod';
import {
  type DeadLetterGroup,
  type DeadLetterShape,
  deadLetterGroup,
  deadLetterShape,
  type ListDeadLettersQuery,
} from '../../contract/dead-letter';
import type { Page } from '../../contract/page';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { decodeCursor, pageFrom } from './cursor';
import { QueryText } from './query-text';

const COLUMNS = `d.id, d.run_id AS "runId", d.agent, d.agent_version AS version, d.fingerprint, d.code, d.message, d.step, d.tool, d.model,
  d.state, d.failed_at AS "failedAt", d.settled_at AS "settledAt", d.settled_by AS "settledBy", d.settled_reason AS reason`;
const listKey = z.tuple([z.iso.datetime(), z.uuid()]);
const groupKey = z.tuple([z.iso.datetime(), z.string()]);
type Filter = Omit<ListDeadLettersQuery, 'limit' | 'cursor' | 'group'>;

function filtered({ state, agent, fingerprint, run, since, until }: Filter): QueryText {
  const text = new QueryText();
  if (state !== undefined) text.where((p) => `d.state = ${p}`, state);
  if (agent !== undefined) text.where((p) => `d.agent = ${p}`, agent);
  if (fingerprint !== undefined) text.where((p) => `d.fingerprint = ${p}`, fingerprint);
  if (run !== undefined) text.where((p) => `d.run_id = ${p}::uuid`, run);
  if (since !== undefined) text.where((p) => `d.failed_at >= ${p}::timestamptz`, since);
  if (until !== undefined) text.where((p) => `d.failed_at < ${p}::timestamptz`, until);
  return text;
}

async function rowsOf<T extends object>(db: Pick<Database, 'pool'>, text: string, values: unknown[]) {
  try {
    return (await db.pool.query<T>(text, values)).rows;
  } catch (error) {
    throw storeError(error, 'read dead letters');
  }
}

export async function listDeadLetters(
  db: Pick<Database, 'pool'>,
  query: ListDeadLettersQuery,
): Promise<Page<DeadLetterShape>> {
  const text = filtered(query);
  const after = decodeCursor(query.cursor, listKey);
  if (after) text.where((at, id) => `(d.failed_at, d.id) < (${at}::timestamptz, ${id}::uuid)`, ...after);
  const limit = text.param(query.limit + 1);
  const rows = await rowsOf<DeadLetterShape>(
    db,
    `SELECT ${COLUMNS} FROM dead_letter d WHERE ${text.conditions} ORDER BY d.failed_at DESC, d.id DESC LIMIT ${limit}`,
    text.values,
  );
  return pageFrom(
    rows,
    query.limit,
    (row) => [row.failedAt, row.id],
    (row) => deadLetterShape.parse(row),
  );
}

type GroupRow = {
  readonly count: number;
  readonly firstAt: string;
  readonly versions: unknown;
} & DeadLetterShape;

/** A group may move up while somebody pages through it; it is met twice then, and none is missed that was there. */
export async function listDeadLetterGroups(
  db: Pick<Database, 'pool'>,
  query: ListDeadLettersQuery,
): Promise<Page<DeadLetterGroup>> {
  const text = filtered(query);
  const conditions = text.conditions;
  const after = decodeCursor(query.cursor, groupKey);
  const later = after
    ? `HAVING (max(d.failed_at), d.fingerprint) < (${text.param(after[0])}::timestamptz, ${text.param(after[1])})`
    : '';
  const limit = text.param(query.limit + 1);
  const rows = await rowsOf<GroupRow>(
    db,
    `SELECT g.count, g.first_at AS "firstAt", v.versions, ${COLUMNS} FROM (
       SELECT d.fingerprint, count(*)::int AS count, min(d.failed_at) AS first_at, max(d.failed_at) AS last_at
       FROM dead_letter d WHERE ${conditions} GROUP BY d.fingerprint ${later}
       ORDER BY max(d.failed_at) DESC, d.fingerprint DESC LIMIT ${limit}) g
     CROSS JOIN LATERAL (SELECT * FROM dead_letter d WHERE d.fingerprint = g.fingerprint AND ${conditions}
       ORDER BY d.failed_at DESC, d.id DESC LIMIT 1) d
     CROSS JOIN LATERAL (SELECT json_agg(json_build_object('agent', s.agent, 'version', s.agent_version, 'count', s.count)
         ORDER BY s.count DESC, s.agent, s.agent_version DESC) AS versions
       FROM (SELECT d.agent, d.agent_version, count(*)::int AS count FROM dead_letter d
         WHERE d.fingerprint = g.fingerprint AND ${conditions} GROUP BY d.agent, d.agent_version) s) v
     ORDER BY g.last_at DESC, g.fingerprint DESC`,
    text.values,
  );
  return pageFrom(
    rows,
    query.limit,
    (row) => [row.failedAt, row.fingerprint],
    ({ count, firstAt, versions, ...sample }) =>
      deadLetterGroup.parse({
        fingerprint: sample.fingerprint,
        count,
        firstAt,
        lastAt: sample.failedAt,
        sample,
        versions,
      }),
  );
}

/** null when there is none of that id. */
export async function readDeadLetter(
  db: Pick<Database, 'pool'>,
  id: string,
): Promise<DeadLetterShape | null> {
  const [row] = await rowsOf<DeadLetterShape>(
    db,
    `SELECT ${COLUMNS} FROM dead_letter d WHERE d.id = $1::uuid`,
    [id],
  );
  return row === undefined ? null : deadLetterShape.parse(row);
}
