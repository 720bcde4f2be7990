// Knows what was spent as a statement on sums that are kept (lib/store/spend). Refuses what they do not tell: parts of an hour, models and tools at once,
// labels and states at once, and times before they were kept.
import type { Pool } from 'pg';
import type { SpendFilter, SpendKey } from '../../contract/spend';
import { QueryText } from './query-text';
import type { Period } from './spend-statement';

/** A period until now holds all of the hour that runs. */
const COVERED = `SELECT complete_since <= $1::timestamptz AND date_trunc('hour', $1::timestamptz) = $1::timestamptz
    AND (date_trunc('hour', $2::timestamptz) = $2::timestamptz OR $2::timestamptz >= now() - interval '2 seconds') AS covered
  FROM spend_rollup`;

/** Whether what is kept by the hour tells the period. */
export async function areHoursKept(pool: Pool, { since, until }: Period): Promise<boolean> {
  const { rows } = await pool.query<{ covered: boolean }>({
    name: 'spend_hours_cover',
    text: COVERED,
    values: [since, until],
  });
  return rows[0]?.covered ?? false;
}

/** Which sums tell it; null where none do. */
export function cellsFor({ agent: _, ...filter }: SpendFilter, keys: readonly SpendKey[]): Cells | null {
  const asks = (key: 'model' | 'tool' | 'label' | 'status') =>
    filter[key] !== undefined || keys.includes(key);
  if (asks('model') && asks('tool')) return null;
  if (asks('label') && asks('status')) return null;
  // A run with two labels stands in both: of the runs with one, the sums by another are not kept.
  if (filter.label !== undefined && keys.includes('label')) return null;
  return {
    facet: asks('model') ? 'model' : asks('tool') ? 'tool' : 'all',
    dimension: asks('label') ? 'label' : asks('status') ? 'status' : 'all',
  };
}
export type Cells = {
  readonly facet: 'all' | 'model' | 'tool';
  readonly dimension: 'all' | 'label' | 'status';
};

const SUMS = {
  costMicroUsd: 'cost_micro_usd',
  tokens: 'tokens',
  inputTokens: 'input_tokens',
  outputTokens: 'output_tokens',
  cachedInputTokens: 'cached_input_tokens',
  retriesMicroUsd: 'retries_micro_usd',
  failedMicroUsd: 'failed_micro_usd',
  setAsideMicroUsd: 'set_aside_micro_usd',
  routedMicroUsd: 'routed_micro_usd',
  fallbacksMicroUsd: 'fallback_micro_usd',
  savedMicroUsd: 'top_micro_usd - routed_micro_usd',
  calls: 'calls',
} as const;
const NAMES = [...Object.keys(SUMS), 'runs'];
const KEPT = Object.entries(SUMS).map(([name, column]) => `sum(${column})::bigint AS "${name}"`);
const COLUMN: Readonly<Record<SpendKey, string>> = {
  agent: 'agent',
  model: `nullif(name, '')`,
  tool: `nullif(name, '')`,
  label: `nullif(value, '')`,
  status: 'value',
  day: `to_char(hour, 'YYYY-MM-DD')`,
  hour: 'hour',
};

/** One row: `total` and `rows` as json, `most` rows at most. */
export function spendFromCells(
  period: Period,
  filter: SpendFilter,
  keys: readonly SpendKey[],
  cells: Cells,
  most: number,
): { readonly text: string; readonly values: unknown[] } {
  const text = new QueryText();
  const since = text.param(period.since);
  const until = text.param(period.until);
  const asked = { since, until, text, filter };
  const parts = groups(asked, cells, keys);
  // A filter says which sums the total is of; keys part them and leave the total as it is.
  const whole = groups(asked, cellsFor(filter, []) ?? cells, []);
  const times = keys.filter((key) => key === 'day' || key === 'hour').map((key) => `part.${key}`);
  const order = [...times, `part."costMicroUsd" DESC`, ...keys.map((key) => `part.${key}`)].join(', ');
  const fields = [...keys, ...NAMES].map((name) => `part."${name}"`).join(', ');
  const total = NAMES.map((name) => `coalesce("${name}", 0) AS "${name}"`).join(', ');
  return {
    values: text.values,
    text: `WITH part AS (${parts}), parted AS (SELECT ${fields} FROM part ORDER BY ${order} LIMIT ${most}),
    total AS (SELECT ${total} FROM (SELECT true) one LEFT JOIN (${whole}) whole ON true)
    SELECT (SELECT to_json(total) FROM total) AS total, coalesce((SELECT json_agg(parted) FROM parted), '[]') AS rows`,
  };
}

type Asked = {
  readonly since: string;
  readonly until: string;
  readonly text: QueryText;
  readonly filter: SpendFilter;
};

/** Groups that were charged for something. */
function groups(
  { since, until, text, filter }: Asked,
  { facet, dimension }: Cells,
  keys: readonly SpendKey[],
): string {
  const conditions = [`hour >= ${since}::timestamptz`, `hour < ${until}::timestamptz`];
  const { agent } = filter;
  const name = filter.model ?? filter.tool;
  const value = filter.label ?? filter.status;
  if (agent !== undefined) conditions.push(`agent = ${text.param(agent)}`);
  if (name !== undefined) conditions.push(`name = ${text.param(name)}`);
  if (value !== undefined) conditions.push(`value = ${text.param(value)}`);
  const where = conditions.join(' AND ');
  const named = keys.map((key) => `${COLUMN[key]} AS ${key}`);
  const by =
    keys.length === 0 ? 'HAVING count(*) > 0' : `GROUP BY ${keys.map((key) => COLUMN[key]).join(', ')}`;
  const kept = `SELECT ${[...named, ...KEPT, `coalesce(sum(runs) FILTER (WHERE ${isFirst(since, keys)}), 0)::bigint AS runs`].join(', ')}
    FROM spend_cell WHERE dimension = '${dimension}' AND facet = '${facet}' AND ${where} ${by}`;
  if (dimension !== 'status') return kept;
  const open = `SELECT ${[...named, ...KEPT, 'count(DISTINCT run_id) AS runs'].join(', ')}
    FROM (SELECT s.*, r.status AS value FROM spend_run o JOIN spend_run_hour s ON s.run_id = o.run_id JOIN run r ON r.id = o.run_id
      WHERE o.ended IS NULL AND s.facet = '${facet}') open WHERE ${where} ${by}`;
  const sums = NAMES.map((sum) => `sum("${sum}")::bigint AS "${sum}"`);
  return `SELECT ${[...keys, ...sums].join(', ')} FROM (${kept} UNION ALL ${open}) either_way
    ${keys.length === 0 ? 'HAVING count(*) > 0' : `GROUP BY ${keys.join(', ')}`}`;
}

/** Whether the runs of a cell were not charged under it in an earlier hour of the same group. */
function isFirst(since: string, keys: readonly SpendKey[]): string {
  if (keys.includes('hour')) return 'true';
  if (!keys.includes('day')) return `prev_hour < ${since}::timestamptz`;
  return `prev_hour < greatest(date_trunc('day', hour), ${since}::timestamptz)`;
}
