// Knows what was spent as a statement on the figures by the hour, which are kept as attempts are settled. Refuses what they do not tell: parts of an hour,
// the tools that a call asked for, what became of a run, and times before they were kept.
import type { Pool } from 'pg';
import type { SpendFilter, SpendKey } from '../../contract/spend';
import { QueryText } from './query-text';
import type { Period } from './spend-statement';

const TOLD: ReadonlySet<SpendKey> = new Set(['agent', 'model', 'label', 'day', 'hour']);

/** A period until now holds all of the hour that runs. */
const COVERED = `SELECT complete_since <= $1::timestamptz AND date_trunc('hour', $1::timestamptz) = $1::timestamptz
    AND (date_trunc('hour', $2::timestamptz) = $2::timestamptz OR $2::timestamptz >= now() - interval '2 seconds') AS covered
  FROM spend_rollup`;

/** Whether the figures by the hour tell it all. */
export async function areHoursEnough(
  pool: Pool,
  { since, until }: Period,
  { label, tool }: SpendFilter,
  keys: readonly SpendKey[],
): Promise<boolean> {
  if (tool !== undefined || !keys.every((key) => TOLD.has(key))) return false;
  // A run with two labels stands in both: of the runs with one, the figures by another are not kept.
  if (label !== undefined && keys.includes('label')) return false;
  const { rows } = await pool.query<{ covered: boolean }>({
    name: 'spend_hours_cover',
    text: COVERED,
    values: [since, until],
  });
  return rows[0]?.covered ?? false;
}

const FIGURES = `coalesce(sum(cost), 0)::bigint AS "costMicroUsd", coalesce(sum(input + output), 0)::bigint AS tokens,
  coalesce(sum(input), 0)::bigint AS "inputTokens", coalesce(sum(output), 0)::bigint AS "outputTokens",
  coalesce(sum(cached), 0)::bigint AS "cachedInputTokens", coalesce(sum(calls), 0)::int AS calls`;
const NAMES = [
  'costMicroUsd',
  'tokens',
  'inputTokens',
  'outputTokens',
  'cachedInputTokens',
  'calls',
] as const;

const COLUMN: Readonly<Partial<Record<SpendKey, string>>> = {
  agent: 'agent',
  model: 'model',
  label: `nullif(label, '')`,
  day: `to_char(hour, 'YYYY-MM-DD')`,
  hour: 'hour',
};

/** One row for each label of the run in `r`; an empty one where it has none. */
const LABELS = `CROSS JOIN LATERAL (SELECT key || '=' || value AS label FROM jsonb_each_text(r.labels)
  UNION ALL SELECT '' WHERE r.labels = '{}') pair`;
/** Settled and not counted yet. */
const UNCOUNTED = `FROM hold h JOIN run r ON r.id = h.run_id`;
const HOUR = `date_trunc('hour', h.settled_at)`;
const modelIn = (table: string) => `CASE WHEN ${table}.called = 'model' THEN ${table}.name END AS model`;
/** What is called without a price is no charge. */
const CHARGED = `(called = 'model' OR cost > 0)`;

/** What was charged under the conditions, also what is not counted yet. */
function charges(conditions: string, byLabel: boolean): string {
  const [label, table] = byLabel ? ['label, ', 'spend_hour_label'] : ['', 'spend_hour'];
  return `SELECT * FROM (
      SELECT ${label}s.hour, s.agent, ${modelIn('s')}, s.called, s.calls, s.cost_micro_usd AS cost, s.input_tokens AS input, s.output_tokens AS output,
        s.cached_input_tokens AS cached FROM ${table} s
      UNION ALL SELECT ${label}${HOUR}, r.agent, ${modelIn('h')}, h.called, 1, h.cost_micro_usd, coalesce(h.input_tokens, 0),
        coalesce(h.output_tokens, 0), coalesce(h.cached_input_tokens, 0) ${UNCOUNTED} ${byLabel ? LABELS : ''} WHERE h.settled_at IS NOT NULL) charge
    WHERE ${conditions} AND ${CHARGED}`;
}

/** The runs that were charged for it. */
function spenders(conditions: string, byLabel: boolean): string {
  const label = byLabel ? 'label, ' : '';
  const labels = byLabel ? `JOIN run r ON r.id = s.run_id ${LABELS}` : '';
  return `SELECT * FROM (
      SELECT ${label}s.hour, s.run_id, s.agent, ${modelIn('s')}, s.called, s.cost_micro_usd AS cost FROM spend_hour_run s ${labels}
      UNION ALL SELECT ${label}${HOUR}, h.run_id, r.agent, ${modelIn('h')}, h.called, h.cost_micro_usd ${UNCOUNTED} ${byLabel ? LABELS : ''}
      WHERE h.settled_at IS NOT NULL) spender
    WHERE ${conditions} AND ${CHARGED}`;
}

/** One row: `total` and `rows` as json, `most` rows at most. */
export function spendFromHours(
  { since, until }: Period,
  { agent, model, label }: SpendFilter,
  keys: readonly SpendKey[],
  most: number,
): { readonly text: string; readonly values: unknown[] } {
  const text = new QueryText();
  text.where((p) => `hour >= ${p}::timestamptz`, since);
  text.where((p) => `hour < ${p}::timestamptz`, until);
  if (agent !== undefined) text.where((p) => `agent = ${p}`, agent);
  if (model !== undefined) text.where((p) => `model = ${p}`, model);
  if (label !== undefined) text.where((p) => `label = ${p}`, label);
  const { conditions } = text;
  const isOfLabel = label !== undefined;
  const isByLabel = isOfLabel || keys.includes('label');
  const named = keys.map((key) => `${COLUMN[key] ?? key} AS ${key}, `).join('');
  const group = keys.length === 0 ? '' : `GROUP BY ${keys.map((key) => COLUMN[key] ?? key).join(', ')}`;
  const times = keys.filter((key) => key === 'day' || key === 'hour').map((key) => `part.${key}`);
  const order = [...times, `part."costMicroUsd" DESC`, ...keys.map((key) => `part.${key}`)].join(', ');
  const same = keys.map((key) => `r.${key} IS NOT DISTINCT FROM part.${key}`).join(' AND ') || 'true';
  const fields = [...keys.map((key) => `part.${key}`), ...NAMES.map((name) => `part."${name}"`)].join(', ');
  return {
    values: text.values,
    text: `WITH
    part AS (SELECT ${named}${FIGURES} FROM (${charges(conditions, isByLabel)}) c ${group} HAVING sum(calls) > 0),
    runs AS (SELECT ${named}count(DISTINCT run_id)::int AS runs FROM (${spenders(conditions, isByLabel)}) s ${group}),
    parted AS (SELECT ${fields}, coalesce(r.runs, 0) AS runs FROM part LEFT JOIN runs r ON ${same} ORDER BY ${order} LIMIT ${most}),
    total AS (SELECT ${FIGURES}, (SELECT count(DISTINCT run_id)::int FROM (${spenders(conditions, isOfLabel)}) s) AS runs
      FROM (${charges(conditions, isOfLabel)}) c)
    SELECT (SELECT to_json(total) FROM total) AS total, coalesce((SELECT json_agg(parted) FROM parted), '[]') AS rows`,
  };
}
