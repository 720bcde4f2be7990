// Knows failures by cause: a page of groups under a filter, one group, and what failed in a run. Reads sums and failures, never journals.
import { z } from 'zod';
import type { ErrorGroup, ErrorSort, ListErrorsQuery, ReadErrorQuery, RunErrors } from '../../contract/error';
import type { Page } from '../../contract/page';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { containing, decodeCursor, pageFrom } from './cursor';
import { errorParts, type Slice, stretchesOf, whereErrors } from './error-parts';
import { QueryText } from './query-text';

type Db = Pick<Database, 'pool'>;
const COUNTS = ['seen', 'runs', 'succeeded', 'failed', 'cancelled'] as const;
type GroupRow = { readonly [C in (typeof COUNTS)[number]]: number } & Pick<
  ErrorGroup,
  'fingerprint' | 'code' | 'message' | 'tool' | 'model' | 'firstAt' | 'lastAt'
> & { readonly sampleOf: string; readonly sampleStep: number | null };

const SORTED: Readonly<Record<ErrorSort, { readonly by: string; readonly type: string }>> = {
  lastSeen: { by: 's.last_at', type: 'timestamptz' },
  count: { by: 's.seen', type: 'bigint' },
  runs: { by: 's.runs', type: 'bigint' },
};
const KEYS = {
  lastSeen: z.tuple([z.iso.datetime(), z.string()]),
  count: z.tuple([z.number().int(), z.string()]),
  runs: z.tuple([z.number().int(), z.string()]),
};
const keyOf = (sort: ErrorSort, row: GroupRow): [string | number, string] => [
  { lastSeen: row.lastAt, count: row.seen, runs: row.runs }[sort],
  row.fingerprint,
];

const isWhole = (slice: Slice) =>
  [slice.since, slice.until, slice.agent, slice.version].every((part) => part === undefined);

/** The sums of all, or those of what a slice holds. */
function sumsOf(text: QueryText, slice: Slice, fingerprint?: string): string {
  if (isWhole(slice)) return 'error_group s';
  whereErrors(text, slice);
  if (fingerprint !== undefined) text.where((p) => `e.fingerprint = ${p}`, fingerprint);
  const ended = (how: string) => `count(*) FILTER (WHERE ended = '${how}') AS ${how}`;
  return `(SELECT fingerprint, max(last_at) AS last_at, sum(seen) AS seen, count(*) AS runs, ${ended('succeeded')}, ${ended('failed')}, ${ended('cancelled')}
    FROM (SELECT e.fingerprint, max(e.at) AS last_at, count(*) AS seen, max(e.ended) AS ended FROM run_error e
      WHERE ${text.conditions} GROUP BY e.fingerprint, e.run_id) of_run GROUP BY fingerprint) s`;
}

const COLUMNS = `g.fingerprint, g.tool, g.model, g.code, g.message, g.first_at AS "firstAt", s.last_at AS "lastAt", g.sample_of::text AS "sampleOf",
  g.sample_step AS "sampleStep", ${COUNTS.map((name) => `s.${name}::int AS ${name}`).join(', ')}`;

/** A group may move while somebody pages through them; it is met twice then, or later. */
export async function listErrors(db: Db, query: ListErrorsQuery, nowMs: number): Promise<Page<ErrorGroup>> {
  const { sort, tool, model, code, q } = query;
  const sums = new QueryText();
  const from = sumsOf(sums, query);
  const text = new QueryText();
  text.values.push(...sums.values);
  if (tool !== undefined) text.where((p) => `g.tool = ${p}`, tool);
  if (model !== undefined) text.where((p) => `g.model = ${p}`, model);
  if (code !== undefined) text.where((p) => `g.code = ${p}`, code.replaceAll('\0', '\uFFFD'));
  if (q !== undefined && q.trim() !== '')
    text.where(
      (p) => `(g.message ILIKE ${p} OR g.code ILIKE ${p})`,
      containing(q.trim().replaceAll('\0', '\uFFFD')),
    );
  const { by, type } = SORTED[sort];
  const after = decodeCursor<readonly [string | number, string]>(query.cursor, KEYS[sort]);
  if (after !== null) text.where((at, id) => `(${by}, g.fingerprint) < (${at}::${type}, ${id})`, ...after);
  const limit = text.param(query.limit + 1);
  const rows = await ask<GroupRow>(
    db,
    `SELECT ${COLUMNS} FROM ${from} JOIN error_group g ON g.fingerprint = s.fingerprint
      WHERE ${text.conditions} ORDER BY ${by} DESC, g.fingerprint DESC LIMIT ${limit}`,
    text.values,
  );
  const shape = await shapedWith(db, rows.slice(0, query.limit), query, nowMs);
  return pageFrom(rows, query.limit, (row) => keyOf(sort, row), shape);
}

/** null when there is none of that fingerprint, or none in what is asked for. */
export async function readError(
  db: Db,
  fingerprint: string,
  slice: ReadErrorQuery,
  nowMs: number,
): Promise<ErrorGroup | null> {
  const text = new QueryText();
  const from = sumsOf(text, slice, fingerprint);
  const which = text.param(fingerprint);
  const rows = await ask<GroupRow>(
    db,
    `SELECT ${COLUMNS} FROM ${from} JOIN error_group g ON g.fingerprint = s.fingerprint WHERE g.fingerprint = ${which}`,
    text.values,
  );
  const shape = await shapedWith(db, rows, slice, nowMs);
  return rows[0] === undefined ? null : shape(rows[0]);
}

async function shapedWith(
  db: Db,
  rows: readonly GroupRow[],
  slice: Slice,
  nowMs: number,
): Promise<(row: GroupRow) => ErrorGroup> {
  const stretches = stretchesOf(slice, rows, nowMs);
  const parts = await errorParts(
    (text, values) => ask(db, text, values),
    rows.map(({ fingerprint }) => fingerprint),
    slice,
    stretches,
  );
  return (row) => {
    const {
      fingerprint,
      code,
      message,
      tool,
      model,
      firstAt,
      lastAt,
      seen,
      runs,
      succeeded,
      failed,
      cancelled,
    } = row;
    const open = runs - succeeded - failed - cancelled;
    return {
      ...{ fingerprint, code, message, tool, model, firstAt, lastAt, count: seen },
      runs: { total: runs, succeeded, failed, cancelled, open },
      ...parts(fingerprint),
      sample: { runId: row.sampleOf, step: row.sampleStep },
    };
  };
}

const OF_RUN = `SELECT e.step, e.fingerprint, count(*)::int AS count, g.seen::int AS seen, g.runs::int AS runs, g.first_at AS "firstAt"
  FROM run_error e JOIN error_group g USING (fingerprint) WHERE e.run_id = $1::uuid
  GROUP BY e.step, e.fingerprint, g.seen, g.runs, g.first_at ORDER BY e.step NULLS LAST, e.fingerprint`;

export async function errorsOfRun(db: Db, runId: string): Promise<RunErrors['items']> {
  return ask(db, OF_RUN, [runId]);
}

async function ask<T extends object>(db: Db, text: string, values: readonly unknown[]): Promise<T[]> {
  try {
    return (await db.pool.query<T>(text, [...values])).rows;
  } catch (error) {
    throw storeError(error, 'read errors');
  }
}
