// Knows what caching saved, by the sums that are kept: of everybody, of an agent, of a label or of one run. What is from before they were kept stands in none.
import type { CacheSavings, SavingsShape } from '../../contract/savings';
import type { SpendFilter } from '../../contract/spend';
import type { Database } from '../database';
import { mergeAllSpend } from '../spend/tend-spend';
import { storeError } from '../store-errors';
import { labelOf, type Period } from './spend-statement';

type Row = {
  readonly facet: 'prefix' | 'reuse';
  readonly name: string;
  readonly calls: number;
  readonly input: number;
  readonly cached: number;
  readonly written: number;
  readonly saved: number;
  readonly savedMs: number;
};

const FIGURES = `sum(calls)::bigint AS calls, sum(input_tokens)::bigint AS input, sum(cached_input_tokens)::bigint AS cached,
  sum(cache_write_tokens)::bigint AS written, sum(saved_micro_usd)::bigint AS saved, sum(saved_ms)::bigint AS "savedMs"`;

/** A call of a model is none of a tool, and the other way round: by both nothing is left. */
const NAMED = `($4::text IS NULL OR (facet = 'prefix' AND name = $4)) AND ($5::text IS NULL OR (facet = 'reuse' AND name = $5))`;
const WHERE = `facet IN ('prefix', 'reuse') AND hour >= date_trunc('hour', $1::timestamptz) AND hour < $2::timestamptz
    AND ($3::text IS NULL OR agent = $3) AND ${NAMED}`;
const grouped = (rows: string) =>
  `SELECT facet, name, ${FIGURES} FROM (${rows}) part GROUP BY facet, name ORDER BY sum(saved_micro_usd) DESC, name`;
const SUMMED =
  'facet, name, calls, input_tokens, cached_input_tokens, cache_write_tokens, saved_micro_usd, saved_ms';

/** Runs that did not end stand in no sum by status: their own rows tell them. */
const OPEN = `SELECT ${SUMMED} FROM (SELECT s.* FROM spend_run o JOIN spend_run_hour s ON s.run_id = o.run_id JOIN run r ON r.id = o.run_id
    WHERE o.ended IS NULL AND r.status = $6) open WHERE ${WHERE}`;
/** By label and status at once no sums are kept. */
const LABELLED = `SELECT ${SUMMED} FROM (SELECT s.* FROM spend_run_hour s JOIN run r ON r.id = s.run_id
    WHERE r.status = $6 AND r.labels @> $7::jsonb) labelled WHERE ${WHERE}`;

/** @returns the statement, and what it is asked by besides period, agent, model and tool. */
function asked({ label, status }: SavingsFilter): { name: string; rows: string; more: unknown[] } {
  const cells = (dimension: string) =>
    `SELECT ${SUMMED} FROM spend_cell WHERE dimension = '${dimension}' AND value = $6::text AND ${WHERE}`;
  if (label !== undefined && status !== undefined)
    return { name: 'labelled', rows: LABELLED, more: [status, labelOf(label)] };
  if (status !== undefined)
    return { name: 'status', rows: `${cells('status')} UNION ALL ${OPEN}`, more: [status] };
  return label === undefined
    ? { name: 'all', rows: cells('all'), more: [''] }
    : { name: 'label', rows: cells('label'), more: [label] };
}

const OF_RUN = `SELECT facet, '' AS name, ${FIGURES} FROM spend_run_hour WHERE run_id = $1 AND facet IN ('prefix', 'reuse') GROUP BY facet`;

/** By a model nothing of reads is told, by a tool nothing of calls. */
export type SavingsFilter = SpendFilter;

/** What was settled before it is asked is in it. */
export async function readSavings(
  { pool }: Pick<Database, 'pool'>,
  { since, until }: Period,
  filter: SavingsFilter,
): Promise<Pick<SavingsShape, 'prefix' | 'reuse'>> {
  try {
    await mergeAllSpend(pool);
    const { name, rows: parts, more } = asked(filter);
    const { agent = null, model = null, tool = null } = filter;
    const values = [since, until, agent, model, tool, ...more];
    const { rows } = await pool.query<Row>({ name: `spend_savings_${name}`, text: grouped(parts), values });
    const of = (facet: Row['facet']) => rows.filter((row) => row.facet === facet);
    return {
      prefix: {
        ...prefixOf(of('prefix')),
        models: of('prefix').map((row) => ({ model: row.name, ...prefixOf([row]) })),
      },
      reuse: {
        ...reuseOf(of('reuse')),
        tools: of('reuse').map((row) => ({ tool: row.name, ...reuseOf([row]) })),
      },
    };
  } catch (error) {
    throw storeError(error, 'read savings');
  }
}

/** As far as it is merged: a second or two behind a run that is at work. */
export async function readRunSavings({ pool }: Pick<Database, 'pool'>, runId: string): Promise<CacheSavings> {
  try {
    const { rows } = await pool.query<Row>({ name: 'run_savings', text: OF_RUN, values: [runId] });
    const of = (facet: Row['facet']) => rows.filter((row) => row.facet === facet);
    return { prefix: prefixOf(of('prefix')), reuse: reuseOf(of('reuse')) };
  } catch (error) {
    throw storeError(error, 'read what a run saved');
  }
}

const sum = (rows: readonly Row[], of: (row: Row) => number) => rows.reduce((all, row) => all + of(row), 0);

const prefixOf = (rows: readonly Row[]): CacheSavings['prefix'] => ({
  savedMicroUsd: sum(rows, ({ saved }) => saved),
  calls: sum(rows, ({ calls }) => calls),
  inputTokens: sum(rows, ({ input }) => input),
  cachedInputTokens: sum(rows, ({ cached }) => cached),
  cacheWriteTokens: sum(rows, ({ written }) => written),
});

const reuseOf = (rows: readonly Row[]): CacheSavings['reuse'] => ({
  savedMicroUsd: sum(rows, ({ saved }) => saved),
  savedMs: sum(rows, ({ savedMs }) => savedMs),
  reads: sum(rows, ({ calls }) => calls),
});
