// Knows how failures and ends of runs reach the sums by fingerprint: one merger at a time, each failure once, outside every commit.
import type { Pool } from 'pg';
import type { HashText } from '../../domain/journal-row';
import { type Ask, transact } from '../budgets/transact';
import { BEFORE_ALL_RUNS } from '../runs/before-all-runs';
import { changeGroups, sumsOf } from './error-sums';
import { lettersOf } from './failed-runs';
import { type Failure, failuresAt, failuresOfRuns } from './read-failures';

const LOCK = `SELECT pg_advisory_xact_lock(hashtext('bulkhead:errors')) IS NOT NULL AS held`;
const AT_ONCE = 500;

const TAKE = `DELETE FROM error_due WHERE id IN (SELECT id FROM error_due ORDER BY id LIMIT $1) RETURNING run_id::text AS "runId", seq`;
const ENDED = `SELECT DISTINCT e.run_id::text AS "runId" FROM run_error e JOIN run r ON r.id = e.run_id
  WHERE e.ended IS NULL AND r.status IN ('succeeded', 'failed', 'cancelled') LIMIT $1`;
const PUT = `INSERT INTO run_error (run_id, seq, letter, fingerprint, at, step, agent, agent_version, called_version)
  SELECT * FROM unnest($1::uuid[], $2::int[], $3::uuid[], $4::text[], $5::timestamptz[], $6::int[], $7::text[], $8::int[], $9::int[])
  ON CONFLICT DO NOTHING`;
const END = `UPDATE run_error e SET ended = now_is.status FROM (
    SELECT id, CASE WHEN status IN ('succeeded', 'failed', 'cancelled') THEN status END AS status FROM run WHERE id = ANY($1::uuid[])) now_is
  WHERE e.run_id = now_is.id AND e.ended IS DISTINCT FROM now_is.status`;
const NEXT_RUNS = `SELECT id::text AS "runId" FROM run WHERE id > coalesce((SELECT recounted_to FROM error_progress), $2::uuid)
  AND NOT is_dry_run(id) AND NOT (SELECT whole FROM error_progress) ORDER BY id LIMIT $1`;
const RECOUNTED = `UPDATE error_progress SET recounted_to = coalesce($1::uuid, recounted_to), whole = $2 WHERE NOT whole`;

type Due = { readonly runId: string; readonly seq: number | null };

/** Some of what is due. @returns how many rows and ended runs were taken; with fewer than `limit` nothing is left. */
export function mergeErrors(pool: Pool, hash: HashText, limit = AT_ONCE): Promise<number> {
  return transact(pool, 'merge errors', async (ask) => {
    await ask('lock_errors', LOCK, []);
    const due = await ask<Due>('take_error_due', TAKE, [limit]);
    const ended = await ask<{ runId: string }>('ended_with_errors', ENDED, [limit]);
    const places = due.flatMap(({ runId, seq }) => (seq === null ? [] : [{ runId, seq }]));
    await count(ask, [...due, ...ended], () => failuresAt(ask, places, hash));
    return Math.max(due.length, ended.length);
  });
}

/** Everything that was committed before this was called is in the sums when it resolves. */
export async function mergeAllErrors(pool: Pool, hash: HashText): Promise<void> {
  while ((await mergeErrors(pool, hash)) >= AT_ONCE);
}

/** Reads some runs from before there were sums, whole. @returns whether any are left. What was counted already is not counted again. */
export function recountErrors(pool: Pool, hash: HashText, limit = AT_ONCE): Promise<boolean> {
  return transact(pool, 'recount errors', async (ask) => {
    await ask('lock_errors', LOCK, []);
    const runs = await ask<{ runId: string }>('runs_to_recount_errors', NEXT_RUNS, [limit, BEFORE_ALL_RUNS]);
    const runIds = runs.map(({ runId }) => runId);
    await count(ask, runs, () => failuresOfRuns(ask, runIds, hash));
    const left = runs.length === limit;
    await ask('errors_recounted', RECOUNTED, [runIds.at(-1) ?? null, !left]);
    return left;
  });
}

/** Throws the sums away, to be read anew from the journals. */
export function forgetErrors(pool: Pool): Promise<void> {
  return transact(pool, 'forget errors', async (ask) => {
    await ask('lock_errors', LOCK, []);
    for (const table of ['error_due', 'run_error', 'error_group'])
      await ask(`forget_${table}`, `DELETE FROM ${table}`, []);
    await ask('forget_progress', 'UPDATE error_progress SET recounted_to = NULL, whole = false', []);
  });
}

/** Whatever is told twice changes nothing: the sums move by what the rows of these runs add up to before and after. */
async function count(
  ask: Ask,
  touched: readonly { readonly runId: string }[],
  read: () => Promise<Failure[]>,
): Promise<void> {
  const runIds = [...new Set(touched.map(({ runId }) => runId))].sort();
  if (runIds.length === 0) return;
  const before = await sumsOf(ask, runIds);
  const failures = await read();
  await put(ask, failures);
  const letters = await lettersOf(ask, runIds);
  await put(ask, letters);
  await ask('end_errors', END, [runIds]);
  await changeGroups(ask, { before, after: await sumsOf(ask, runIds), told: [...failures, ...letters] });
}

async function put(ask: Ask, failures: readonly Failure[]): Promise<void> {
  if (failures.length === 0) return;
  const column = <K extends keyof Failure>(name: K) => failures.map((failure) => failure[name]);
  await ask('put_errors', PUT, [
    column('runId'),
    column('seq'),
    column('letter'),
    column('fingerprint'),
    column('at'),
    column('step'),
    column('agent'),
    column('version'),
    column('calledVersion'),
  ]);
}
