// Knows how calls of tools and models went lately, from the journal itself. Counts what was attempted, never what was answered without a call.
import type { z } from 'zod';
import {
  type ModelHealthShape,
  modelHealthShape,
  type ToolHealthShape,
  toolHealthShape,
} from '../../contract/catalog-health';
import { CONTRACT_BROKEN } from '../../domain/errors';
import { recordedError } from '../../domain/recorded-error';
import type { Database } from '../database';
import { storeError } from '../store-errors';
import { namedBefore, saidBy } from './journal-text';
import { MOST_RESULTS, oldestCounted } from './newest-results';

export type CalledKind = 'tool' | 'model';
export type HealthOf = { readonly tool: ToolHealthShape; readonly model: ModelHealthShape };
export type Health<T> = {
  readonly since: string;
  readonly until: string;
  readonly whole: boolean;
  readonly items: readonly T[];
};

const PERIOD_MS = 24 * 60 * 60_000;
const MADE = `(class IS DISTINCT FROM 'refused')`;

/** What the ledger or a person answered was no call. */
const textOf = (kind: CalledKind) => `WITH recent AS (
    SELECT run_id, seq, step, at, tokens, cost_micro_usd, ${saidBy('c')} AS said
    FROM checkpoint c WHERE kind = 'result' AND NOT is_dry_run(run_id) AND step IS NOT NULL AND payload IS NOT NULL AND at >= $1::timestamptz
    ORDER BY at DESC LIMIT $2
  ), call AS (
    SELECT recent.*, named.${kind} AS name, (said ->> 'latencyMs')::int AS ms, said -> 'error' ->> 'class' AS class
    FROM recent CROSS JOIN LATERAL (${namedBefore('recent')}) named
    WHERE named.${kind} IS NOT NULL AND coalesce(said ->> 'source', 'call') IN ('call', 'look_up')
  ), last_error AS (
    SELECT DISTINCT ON (name) name, at, run_id, step, said -> 'error' AS error FROM call
    WHERE class IS NOT NULL AND ${MADE} ORDER BY name, at DESC)
  SELECT call.name, count(*) FILTER (WHERE ${MADE})::int AS calls,
    count(*) FILTER (WHERE class = 'retryable')::int AS retryable, count(*) FILTER (WHERE class = 'fatal')::int AS fatal,
    count(*) FILTER (WHERE class = 'refused')::int AS refused, count(*) FILTER (WHERE class = 'unknown')::int AS unknown,
    count(*) FILTER (WHERE said -> 'error' ->> 'code' = '${CONTRACT_BROKEN}')::int AS drifted,
    percentile_cont(0.5) WITHIN GROUP (ORDER BY ms) FILTER (WHERE ${MADE}) AS "p50Ms",
    percentile_cont(0.95) WITHIN GROUP (ORDER BY ms) FILTER (WHERE ${MADE}) AS "p95Ms",
    max(call.at) FILTER (WHERE ${MADE}) AS "lastUsedAt", sum(tokens)::bigint AS tokens, sum(cost_micro_usd)::bigint AS "costMicroUsd",
    last_error.error, last_error.at AS "errorAt", last_error.run_id AS "errorRunId", last_error.step AS "errorStep"
  FROM call LEFT JOIN last_error USING (name)
  WHERE $3::text IS NULL OR call.name = $3
  GROUP BY call.name, last_error.error, last_error.at, last_error.run_id, last_error.step`;

type HealthRecord = {
  readonly name: string;
  readonly calls: number;
  readonly retryable: number;
  readonly fatal: number;
  readonly refused: number;
  readonly unknown: number;
  readonly drifted: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly lastUsedAt: string | null;
  readonly tokens: number;
  readonly costMicroUsd: number;
  readonly error: unknown;
  readonly errorAt: string | null;
  readonly errorRunId: string | null;
  readonly errorStep: number | null;
};

export async function callHealth<K extends CalledKind>(
  db: Pick<Database, 'pool'>,
  kind: K,
  { nowMs, name, most = MOST_RESULTS }: { nowMs: number; name?: string; most?: number },
): Promise<Health<HealthOf[K]>> {
  const since = new Date(nowMs - PERIOD_MS).toISOString();
  const until = new Date(nowMs).toISOString();
  try {
    const [bound, { rows }] = await Promise.all([
      oldestCounted(db, since, most),
      db.pool.query<HealthRecord>({
        name: `health_${kind}`,
        text: textOf(kind),
        values: [since, most, name ?? null],
      }),
    ]);
    const items = rows.map((row) => toShape(kind, row)).sort((a, b) => (a.name < b.name ? -1 : 1));
    return { since: bound ?? since, until, whole: bound === null, items };
  } catch (error) {
    throw storeError(error, `read ${kind} health`);
  }
}

function toShape<K extends CalledKind>(kind: K, row: HealthRecord): HealthOf[K] {
  const { retryable, fatal, refused, unknown } = row;
  const shape: Omit<z.input<typeof toolHealthShape>, 'drifted'> = {
    name: row.name,
    calls: row.calls,
    failed: retryable + fatal + unknown,
    failedByClass: { retryable, fatal, refused, unknown },
    p50Ms: row.p50Ms,
    p95Ms: row.p95Ms,
    lastUsedAt: row.lastUsedAt,
    lastError: lastErrorOf(row),
  };
  const { tokens, costMicroUsd, drifted } = row;
  return (
    kind === 'tool'
      ? toolHealthShape.parse({ ...shape, drifted })
      : modelHealthShape.parse({ ...shape, tokens, costMicroUsd })
  ) as HealthOf[K]; // safe because the schema of this very kind parsed it
}

function lastErrorOf({ error, errorAt, errorRunId, errorStep }: HealthRecord) {
  if (errorAt === null || errorRunId === null || errorStep === null) return null;
  const { code, message, class: errorClass } = recordedError.parse(error);
  return { code, message, class: errorClass, at: errorAt, runId: errorRunId, step: errorStep };
}
