// Knows how calls to tools and models went, counted from the journal. Judges no error: that is the resilience room's.
import type { Pool } from 'pg';
import type { ErrorClass } from '../../domain/errors';
import { namedBefore, saidBy } from './journal-text';
import { readableJson } from './readable-json';

/** Attempts that were alike, counted. */
export type CallGroup = {
  readonly kind: 'tool' | 'model';
  readonly name: string;
  /** The version that was called. */
  readonly version: number;
  /** Null where it succeeded. */
  readonly code: string | null;
  readonly class: ErrorClass | null;
  readonly lookUp: boolean;
  /** Its time ran out before the call's own timeout had. */
  readonly cutShort: boolean;
  readonly slow: boolean;
  /** In which minute it ended, counted back from the present one (0), at most MINUTES_APART. */
  readonly minutesAgo: number;
  readonly count: number;
  readonly lastAt: string;
};

/** Older attempts are told apart no more. */
export const MINUTES_APART = 30;
/** A timer may fire a little early by the clock that measures. */
const TIMEOUT_SLACK_MS = 50;

/** A look-up is never the first attempt, so that its intent says nothing but this. Only what failed for good has to be told apart. */
const LOOK_UP = `CASE WHEN said->'error'->>'class' = 'fatal' THEN EXISTS (
    SELECT 1 FROM checkpoint i WHERE i.run_id = ended.run_id AND i.seq < ended.seq AND i.step = ended.step AND i.kind = 'intent'
      AND i.payload = convert_to(format('{"attempt":%s,"mode":"look_up","step":%s,"type":"tool"}', said->>'attempt', ended.step), 'UTF8'))
    ELSE false END`;

const declaredBy = (kind: 'tool' | 'model') => `SELECT name, version, ${kind === 'model'} AS is_model,
      (definition->>'timeoutMs')::int AS timeout_ms, (definition->'breaker'->>'slowCallMs')::int AS slow_ms
    FROM (SELECT name, version, ${readableJson('definition::text')} AS definition FROM ${kind}_version) ${kind}s`;

/**
 * The newest attempts that ended from $1 on, as many as are looked at ($3); what the ledger or a person answered was none. A tool's timeout is that of
 * its call, a model's that of the version that was asked. Slow is what the version's breaker calls so, or else $2 of the timeout.
 */
const CALLS = `WITH ended AS MATERIALIZED (
    SELECT c.run_id, c.seq, c.step, c.at, ${saidBy('c')} AS said FROM checkpoint c
    WHERE c.kind = 'result' AND NOT is_dry_run(c.run_id) AND c.step IS NOT NULL AND c.payload IS NOT NULL AND c.at >= $1::timestamptz
    ORDER BY c.at DESC LIMIT $3),
  call AS MATERIALIZED (
    SELECT ended.run_id, ended.step, ended.at, said, CASE WHEN named.model IS NULL THEN 'tool' ELSE 'model' END AS kind,
      coalesce(named.model, named.tool) AS name, named.version, coalesce(named.timeout_ms, declared.timeout_ms) AS timeout_ms, declared.slow_ms,
      (said->>'latencyMs')::int AS ms, said->'error'->>'code' AS code, said->'error'->>'class' AS class, ${LOOK_UP} AS look_up
    FROM ended CROSS JOIN LATERAL (${namedBefore('ended')}) named
    LEFT JOIN (${declaredBy('tool')} UNION ALL ${declaredBy('model')}) declared ON declared.version = named.version
      AND declared.name = coalesce(named.model, named.tool) AND declared.is_model = (named.model IS NOT NULL)
    WHERE coalesce(said->>'source', 'call') IN ('call', 'look_up')),
  told AS (SELECT call.*, coalesce(code = 'timeout' AND ms + ${TIMEOUT_SLACK_MS} < timeout_ms, false) AS cut_short,
      coalesce(ms > coalesce(slow_ms, timeout_ms * $2::float8), false) AS slow FROM call)`;

const ALIKE = 'kind, name, version, code, class, look_up AS "lookUp", cut_short AS "cutShort", slow';

export type Looked = { readonly since: string; readonly slowShare: number; readonly most: number };

const running = new WeakMap<Pool, { readonly asked: string; readonly answer: Promise<CallGroup[]> }>();

/** Who asks while the same question is under way shares its answer: however many pages are open, one statement runs. */
export function callGroups(pool: Pool, looked: Looked): Promise<CallGroup[]> {
  const asked = JSON.stringify(looked);
  const shared = running.get(pool);
  if (shared?.asked === asked) return shared.answer;
  const answer = askCallGroups(pool, looked);
  running.set(pool, { asked, answer });
  const forget = () => void (running.get(pool)?.answer === answer && running.delete(pool));
  answer.then(forget, forget);
  return answer;
}

async function askCallGroups(pool: Pool, { since, slowShare, most }: Looked): Promise<CallGroup[]> {
  const text = `${CALLS} SELECT ${ALIKE},
      least(${MINUTES_APART}, (extract(epoch FROM date_trunc('minute', now()) - date_trunc('minute', at)) / 60)::int) AS "minutesAgo",
      count(*)::int AS count, max(at) AS "lastAt"
    FROM told GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9`;
  return (await pool.query<CallGroup>({ name: 'breaker_calls', text, values: [since, slowShare, most] }))
    .rows;
}

/** Errors that were alike, with the newest of them. */
export type ErrorGroup = Omit<CallGroup, 'code' | 'class' | 'minutesAgo' | 'slow'> & {
  readonly code: string;
  readonly class: ErrorClass;
  readonly message: string;
  readonly runId: string;
  readonly step: number;
};

/** Of one tool (in each of its versions) or one model, the most recent first. */
export async function errorGroups(
  pool: Pool,
  { since, slowShare, most }: Looked,
  called: { readonly kind: 'tool' | 'model'; readonly name: string },
): Promise<ErrorGroup[]> {
  const text = `${CALLS} SELECT kind, name, version, code, class, look_up AS "lookUp", cut_short AS "cutShort", count(*)::int AS count,
      max(at) AS "lastAt", (array_agg(said->'error'->>'message' ORDER BY at DESC))[1] AS message,
      (array_agg(run_id ORDER BY at DESC))[1] AS "runId", (array_agg(step ORDER BY at DESC))[1] AS step
    FROM told WHERE code IS NOT NULL AND kind = $4 AND name = $5 GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY max(at) DESC`;
  const values = [since, slowShare, most, called.kind, called.name];
  return (await pool.query<ErrorGroup>({ name: 'breaker_errors', text, values })).rows;
}
