// Knows how a run's row becomes the shape on the wire, with figures that are true while it runs.
import { type RunShape, runShape } from '../../contract/run';

export type RunRecord = {
  readonly id: string;
  readonly agent: string;
  readonly agent_version: number;
  readonly status: string;
  readonly waiting: unknown;
  readonly input: unknown;
  readonly output: unknown;
  readonly partial: unknown;
  readonly error_code: string | null;
  readonly error_message: string | null;
  readonly steps: number;
  readonly tool_calls: number;
  readonly tokens: number;
  readonly cost_micro_usd: number;
  readonly tainted: boolean;
  readonly labels: unknown;
  readonly limits: unknown;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  readonly deadline_at: string;
  readonly given_deadline_at: string | null;
  readonly thread: string | null;
  readonly trigger: unknown;
  readonly started_by: unknown;
  readonly parent_run_id: string | null;
  readonly forked_from: string | null;
  readonly erased_at: string | null;
  readonly erased_by: unknown;
  readonly erased_reason: string | null;
};

/**
 * Runs chosen by `inner` (a query on run, all columns). The row's figures are those of the last park or end; of a run at work they are counted
 * from its journal; a condition of the join would have every run's journal read first. Only intents are looked into, which hold arguments and no results: a tool's is told by its type, which canonical JSON
 * writes in one way.
 */
export function withFigures(inner: string): string {
  return `SELECT r.id, r.agent, r.agent_version, r.status, r.waiting, r.input, r.output, r.partial, r.error_code, r.error_message,
      coalesce(live.steps, r.steps) AS steps, coalesce(live.tool_calls, r.tool_calls) AS tool_calls,
      coalesce(live.tokens, r.tokens) AS tokens, coalesce(live.cost_micro_usd, r.cost_micro_usd) AS cost_micro_usd,
      r.tainted, r.labels, r.limits, r.created_at, r.started_at, r.finished_at, least(r.deadline_at, r.given_deadline_at) AS deadline_at, r.given_deadline_at, r.thread, r.trigger, r.started_by,
      r.parent_run_id, r.forked_from, r.erased_at, r.erased_by, r.erased_reason
    FROM (${inner}) r
    LEFT JOIN LATERAL (
      SELECT count(DISTINCT c.step)::int AS steps, sum(c.tokens)::bigint AS tokens, sum(c.cost_micro_usd)::bigint AS cost_micro_usd,
        count(DISTINCT c.step) FILTER (WHERE c.kind = 'intent'
          AND position('"type":"tool"' IN convert_from(c.payload, 'UTF8')) > 0)::int AS tool_calls
      FROM checkpoint c WHERE c.run_id = r.id HAVING r.status = 'running') live ON true`;
}

export function toRunShape(row: RunRecord): RunShape {
  return runShape.parse({
    id: row.id,
    agent: row.agent,
    version: row.agent_version,
    status: row.status,
    waiting: row.waiting,
    input: row.input,
    output: row.output,
    partial: row.partial,
    error: row.error_code === null ? null : { code: row.error_code, message: row.error_message ?? '' },
    steps: row.steps,
    toolCalls: row.tool_calls,
    tokens: row.tokens,
    costMicroUsd: row.cost_micro_usd,
    tainted: row.tainted,
    labels: row.labels,
    limits: row.limits,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    deadlineAt: row.deadline_at,
    givenDeadlineAt: row.given_deadline_at,
    thread: row.thread,
    trigger: row.trigger,
    startedBy: row.started_by,
    parentRunId: row.parent_run_id,
    forkedFrom: row.forked_from,
    erased:
      row.erased_at === null ? null : { at: row.erased_at, by: row.erased_by, reason: row.erased_reason },
  });
}
