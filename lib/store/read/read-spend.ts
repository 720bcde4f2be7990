// Knows what was spent in a period, summed by the keys asked for, and as a whole: from the sums that are kept where they tell it, from journals otherwise. Days and hours are those of UTC, which every connection is set to.
import { z } from 'zod';
import {
  MOST_SPEND_ROWS,
  type SpendFigures,
  type SpendFilter,
  type SpendKey,
  type SpendRow,
  spendFigures,
  spendRow,
} from '../../contract/spend';
import type { Database } from '../database';
import { mergeAllSpend } from '../spend/tend-spend';
import { storeError } from '../store-errors';
import { areHoursKept, cellsFor, spendFromCells } from './spend-from-cells';
import { FIGURES, type Period, sharesOf } from './spend-statement';

export type Spend = {
  readonly total: SpendFigures;
  readonly rows: readonly SpendRow[];
  readonly more: boolean;
};

const COLUMN: { readonly [K in SpendKey]: string } = {
  agent: 'share.agent',
  model: 'share.model',
  tool: 'share.tool',
  label: 'label.pair',
  status: 'share.status',
  day: 'share.day',
  hour: 'share.hour',
};

/** JSON made by the database writes an instant with its offset. */
const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString());
const read = z.strictObject({
  total: spendFigures,
  rows: z.array(spendRow.extend({ hour: instant.optional() })),
});

/** A run without labels stands in a row of its own. */
const LABELS = `LEFT JOIN LATERAL (SELECT key || '=' || value AS pair FROM jsonb_each_text(share.labels)) label ON true`;

/** At most MOST_SPEND_ROWS rows; `more` says that there are others. The total is of everything, added up by itself. */
export async function readSpend(
  { pool }: Pick<Database, 'pool'>,
  period: Period,
  filter: SpendFilter,
  keys: readonly SpendKey[],
): Promise<Spend> {
  try {
    const cells = cellsFor(filter, keys);
    const isKept = cells !== null && (await areHoursKept(pool, period));
    if (isKept) await mergeAllSpend(pool);
    const { text, values } = isKept
      ? spendFromCells(period, filter, keys, cells, MOST_SPEND_ROWS + 1)
      : spendFromJournals(period, filter, keys);
    const answer = await pool.query(text, values);
    const { total, rows: found } = read.parse(answer.rows[0]);
    return { total, rows: found.slice(0, MOST_SPEND_ROWS), more: found.length > MOST_SPEND_ROWS };
  } catch (error) {
    throw storeError(error, 'read spend');
  }
}

/** Reads every row of the period, so that it tells whatever is asked. */
export function spendFromJournals(
  period: Period,
  filter: SpendFilter,
  keys: readonly SpendKey[],
): { readonly text: string; readonly values: unknown[] } {
  const { ctes, text, split } = sharesOf(period, filter, keys);
  const columns = keys.map((key) => COLUMN[key]);
  const times = keys.filter((key) => key === 'day' || key === 'hour').map((key) => COLUMN[key]);
  const calls = split ? 'count(DISTINCT (share.run_id, share.seq))' : 'count(*)';
  const rows = keys.map((key) => `${COLUMN[key]} AS ${key}`).join(', ');
  const statement = `${ctes},
    total AS (SELECT ${FIGURES}, ${calls}::int AS calls FROM share),
    parted AS (SELECT ${rows === '' ? '' : `${rows}, `}${FIGURES}, count(*)::int AS calls FROM share ${keys.includes('label') ? LABELS : ''}
      ${columns.length === 0 ? 'HAVING count(*) > 0' : `GROUP BY ${columns.join(', ')}`}
      ORDER BY ${[...times, `sum(share.cost) DESC`, ...columns].join(', ')} LIMIT ${MOST_SPEND_ROWS + 1})
    SELECT (SELECT to_json(total) FROM total) AS total, coalesce((SELECT json_agg(parted) FROM parted), '[]') AS rows`;
  return { text: statement, values: text.values };
}
