// Knows what was spent as a statement on the journal: one row a call of a model, or a part of it, or of a tool with a price, with what it can be summed by. A run that is
// still at work counts with what it has spent so far.
import type { SpendFilter, SpendKey } from '../../contract/spend';
import {
  attemptOf,
  callsOf,
  isModelResult,
  isUnanswered,
  namedBefore,
  tokensIn,
  topRungOf,
  usageOf,
} from './journal-text';
import { QueryText } from './query-text';

export type Period = { readonly since: string; readonly until: string };

/** What a group of shares comes to. */
export const FIGURES = `coalesce(sum(share.cost), 0)::bigint AS "costMicroUsd", coalesce(sum(share.tokens), 0)::bigint AS tokens,
  coalesce(sum(share.input), 0)::bigint AS "inputTokens", coalesce(sum(share.output), 0)::bigint AS "outputTokens",
  coalesce(sum(share.cached), 0)::bigint AS "cachedInputTokens",
  coalesce(sum(share.retries), 0)::bigint AS "retriesMicroUsd", coalesce(sum(share.failed), 0)::bigint AS "failedMicroUsd",
  coalesce(sum(share.set_aside), 0)::bigint AS "setAsideMicroUsd", coalesce(sum(share.routed), 0)::bigint AS "routedMicroUsd",
  coalesce(sum(share.fallback), 0)::bigint AS "fallbacksMicroUsd",
  coalesce(sum(share.top) - sum(share.routed), 0)::bigint AS "savedMicroUsd",
  count(DISTINCT share.run_id)::int AS runs`;

export type Shares = {
  /** WITH queries whose last is `share`: run_id, seq, agent, status, labels, day, hour, cost, tokens, input, output, cached, retries, failed, routed, top, set_aside, fallback; model and tool where they were asked for. */
  readonly ctes: string;
  readonly text: QueryText;
  /** A call stands in more than one share. */
  readonly split: boolean;
};

/** Whatever a row cost counts, whatever its payload says; calls that cost nothing are told by it. */
export function sharesOf(
  { since, until }: Period,
  { agent, label, model, tool, status }: SpendFilter,
  keys: readonly SpendKey[],
): Shares {
  const text = new QueryText();
  text.where((p) => `c.at >= ${p}::timestamptz`, since);
  text.where((p) => `c.at < ${p}::timestamptz`, until);
  if (agent !== undefined) text.where((p) => `run.agent = ${p}`, agent);
  if (label !== undefined) text.where((p) => `run.labels @> ${p}::jsonb`, labelOf(label));
  if (status !== undefined) text.where((p) => `run.status = ${p}`, status);
  const byModel = keys.includes('model') || model !== undefined;
  if (model !== undefined) text.where((p) => `named.model = ${p}`, model);
  const split = keys.includes('tool') || tool !== undefined;
  // A tool's own call stands with that tool whole.
  const calls = `CASE WHEN named.tool IS NULL THEN ${callsOf('c')} ELSE jsonb_build_array(jsonb_build_object('tool', named.tool)) END`;
  const ctes = `WITH call AS MATERIALIZED (
      SELECT c.run_id, c.seq, c.at, run.agent, run.status, run.labels, c.cost_micro_usd AS cost, c.tokens,
        ${usageOf('c')} AS usage, ${attemptOf('c')} > 1 AS again, ${isUnanswered('c')} AS unanswered, ${topRungOf('c')} AS top_rung,
        coalesce(named.fallback, false) AS fell_back,
        ${byModel ? 'named.model' : 'NULL'} AS model, ${split ? calls : 'NULL::jsonb'} AS calls
      FROM checkpoint c JOIN run ON run.id = c.run_id
      LEFT JOIN LATERAL (${namedBefore('c')}) named ON true
      WHERE c.step IS NOT NULL AND NOT is_dry_run(c.run_id) AND (c.cost_micro_usd > 0 OR c.tokens > 0 OR (c.kind = 'result' AND ${isModelResult('c')})) AND ${text.conditions}),
    counted AS (
      SELECT call.*, to_char(at, 'YYYY-MM-DD') AS day, date_trunc('hour', at) AS hour,
        ${tokensIn('usage', 'inputTokens')} AS input, ${tokensIn('usage', 'outputTokens')} AS output,
        ${tokensIn('usage', 'cachedInputTokens')} AS cached,
        CASE WHEN again THEN cost ELSE 0 END AS retries, CASE WHEN unanswered THEN cost ELSE 0 END AS failed,
        CASE WHEN top_rung IS NULL THEN 0 ELSE cost END AS routed, coalesce(top_rung[1]::bigint, 0) AS top,
        CASE WHEN top_rung[2] = 'true' THEN cost ELSE 0 END AS set_aside, CASE WHEN fell_back THEN cost ELSE 0 END AS fallback
      FROM call),
    ${split ? toolShares(tool === undefined ? 'true' : `asked.tool = ${text.param(tool)}`) : 'share AS (SELECT * FROM counted)'}`;
  return { ctes, text, split };
}

/** In whole parts that add up to the call: the first parts take what is left over. */
const partOf = (figure: string) =>
  `sum(counted.${figure} / coalesce(asked.n, 1) + coalesce((asked.ord <= counted.${figure} % asked.n)::int, 0))::bigint AS ${figure}`;

function toolShares(condition: string): string {
  const parted = [
    'cost',
    'tokens',
    'input',
    'output',
    'cached',
    'retries',
    'failed',
    'routed',
    'top',
    'set_aside',
    'fallback',
  ];
  const figures = parted.map(partOf).join(', ');
  return `share AS (
      SELECT run_id, seq, agent, status, labels, model, day, hour, asked.tool, ${figures}
      FROM counted LEFT JOIN LATERAL (
        SELECT one.value->>'tool' AS tool, one.ord, count(*) OVER () AS n
        FROM jsonb_array_elements(counted.calls) WITH ORDINALITY AS one(value, ord)) asked ON true
      WHERE ${condition}
      GROUP BY run_id, seq, agent, status, labels, model, day, hour, asked.tool)`;
}

/** KEY=VALUE as the document that labels hold. */
export function labelOf(pair: string): string {
  const at = pair.indexOf('=');
  return JSON.stringify({ [pair.slice(0, at)]: pair.slice(at + 1) });
}
