// Knows where figures of a period come from: days that are counted from their sums, all else from the rows themselves, in cells of one kind.
import type { Pool } from 'pg';
import type { Stretches } from '../review-days/day-cells';
import { partedPeriod } from '../review-days/days-of-period';
import { QueryText } from './query-text';

/** Of [`from`, `since`), told as not `now`, and of [`since`, `until`). */
export type CellPeriod = { readonly from: string; readonly since: string; readonly until: string };

/** '' stands for all agents, all tools. */
export type DayCell = {
  readonly now: boolean;
  readonly day: string;
  readonly agent: string;
  readonly tool: string;
};

export type CellsAsked = {
  readonly table: 'approval_day' | 'vote_day';
  /** Beside those of DayCell. */
  readonly columns: string;
  readonly period: CellPeriod;
  readonly agent: string | undefined;
  readonly tool: string | undefined;
  /** Of `vote_day`. */
  readonly reviewer?: string | undefined;
  /** Whether the sums can answer; all is read from rows otherwise. */
  readonly fromDays: boolean;
  /** The statement that makes cells of rows. */
  readonly rows: (text: QueryText, stretches: Stretches) => string;
};

const COUNTED = `SELECT d.day::text FROM review_day d WHERE d.day >= $1::timestamptz::date AND d.day < $2::timestamptz::date
  AND NOT EXISTS (SELECT FROM review_day_late l WHERE l.day = d.day)`;

/** In no order; a day may come in parts, as one of either period and of neither table. `Cell`: of the columns that were asked for. */
export async function readDayCells<Cell extends DayCell>(pool: Pool, asked: CellsAsked): Promise<Cell[]> {
  const { from, since, until } = asked.period;
  const counted = asked.fromDays ? (await pool.query<{ day: string }>(COUNTED, [from, until])).rows : [];
  const [fromMs, sinceMs, untilMs] = [Date.parse(from), Date.parse(since), Date.parse(until)];
  const { days, stretches } = partedPeriod(
    { fromMs, sinceMs, untilMs },
    new Set(counted.map(({ day }) => day)),
  );
  const rows = new QueryText();
  const statement = asked.rows(rows, {
    begins: rows.param(stretches.map(({ beginMs }) => new Date(beginMs).toISOString())),
    ends: rows.param(stretches.map(({ endMs }) => new Date(endMs).toISOString())),
    now: rows.param(stretches.map(({ now }) => now)),
  });
  const [ofDays, ofRows] = await Promise.all([
    days.length === 0 ? [] : readDays<Cell>(pool, asked, days),
    pool.query<Cell>(`SELECT *, day::text AS day FROM (${statement}) AS cells`, rows.values),
  ]);
  return [...ofDays, ...ofRows.rows];
}

async function readDays<Cell extends DayCell>(
  pool: Pool,
  { table, columns, period, agent, tool, reviewer }: CellsAsked,
  days: readonly string[],
): Promise<Cell[]> {
  const text = new QueryText();
  text.where((p) => `day = ANY(${p}::date[])`, days);
  if (table === 'vote_day') text.where((of, by) => `agent = ${of} AND tool = ${by}`, agent ?? '', tool ?? '');
  else {
    if (agent !== undefined) text.where((p) => `agent = ${p}`, agent);
    if (tool !== undefined) text.where((p) => `tool = ${p}`, tool);
    if (agent === undefined && tool === undefined) text.where(() => `(agent = '' OR tool = '')`);
  }
  if (reviewer !== undefined) text.where((p) => `reviewer = ${p}`, reviewer);
  const since = text.param(period.since);
  const { rows } = await pool.query<Cell>(
    `SELECT day >= ${since}::timestamptz::date AS now, day::text AS day, agent, tool, ${columns} FROM ${table} WHERE ${text.conditions}`,
    text.values,
  );
  return rows;
}

/** Whether a cell is the sum of all that was asked for, and not of a part of it. */
export const isWhole = (
  cell: DayCell,
  { agent = '', tool = '' }: { readonly agent?: string | undefined; readonly tool?: string | undefined },
): boolean => cell.agent === agent && cell.tool === tool;
