// Knows what caching saved, by the sums that are kept: of everybody, of an agent, of a label or of one run. What is from before they were kept stands in none.
import type { CacheSavings, SavingsShape } from '../../contract/savings';
import type { Database } from '../database';
import { mergeAllSpend } from '../spend/tend-spend';
import { storeError } from '../store-errors';
import type { Period } from './spend-statement';

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

const OF_PERIOD = `SELECT facet, name, ${FIGURES} FROM spend_cell
  WHERE dimension = CASE WHEN $4::text IS NULL THEN 'all' ELSE 'label' END AND facet IN ('prefix', 'reuse')
    AND hour >= date_trunc('hour', $1::timestamptz) AND hour < $2::timestamptz
    AND ($3::text IS NULL OR agent = $3) AND ($4::text IS NULL OR value = $4)
  GROUP BY facet, name ORDER BY sum(saved_micro_usd) DESC, name`;

const OF_RUN = `SELECT facet, '' AS name, ${FIGURES} FROM spend_run_hour WHERE run_id = $1 AND facet IN ('prefix', 'reuse') GROUP BY facet`;

export type SavingsFilter = { readonly agent?: string | undefined; readonly label?: string | undefined };

/** What was settled before it is asked is in it. */
export async function readSavings(
  { pool }: Pick<Database, 'pool'>,
  { since, until }: Period,
  { agent, label }: SavingsFilter,
): Promise<Pick<SavingsShape, 'prefix' | 'reuse'>> {
  try {
    await mergeAllSpend(pool);
    const values = [since, until, agent ?? null, label ?? null];
    const { rows } = await pool.query<Row>({ name: 'spend_savings', text: OF_PERIOD, values });
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
