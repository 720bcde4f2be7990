// Knows when what was spent is merged: again and again by every process that counts, and before a question is answered, so that an answer holds whatever
// was settled when it was asked.

import type { Pool } from 'pg';
import { countHolds } from '../budgets/count-holds';
import { askOn } from '../budgets/transact';
import { BEFORE_ALL_RUNS } from '../runs/before-all-runs';
import { mergeSpend } from './merge-spend';

const AT_ONCE = 1_000;

const DUE = `SELECT EXISTS (SELECT FROM hold WHERE settled_at IS NOT NULL) AS settled,
  EXISTS (SELECT FROM spend_due) OR EXISTS (SELECT FROM spend_redriven) AS due`;
/** Waits for those whom another process counts at this moment: they are among what is due then, and not here any more. */
const COUNTED = `SELECT count(*)::int AS left FROM (SELECT FROM hold WHERE settled_at IS NOT NULL FOR KEY SHARE) settled`;

/** Some runs in the order of their ids, of those that stand in no sum by status. */
const OPEN = `WITH part AS MATERIALIZED (SELECT run_id FROM spend_run WHERE ended IS NULL AND run_id > $1::uuid ORDER BY run_id LIMIT $2)
  SELECT part.run_id AS "runId", r.status IN ('succeeded', 'failed', 'cancelled') AS ended FROM part JOIN run r ON r.id = part.run_id ORDER BY part.run_id`;

/** Everything that was settled before this was called is merged when it resolves, whoever does it. */
export async function mergeAllSpend(pool: Pool): Promise<void> {
  const ask = askOn(pool);
  // What others have taken and not committed is seen here still.
  const [found] = await ask<{ settled: boolean; due: boolean }>('spend_is_due', DUE, []);
  if (!found?.settled && !found?.due) return;
  if (found.settled) {
    while ((await countHolds(pool, AT_ONCE)) === AT_ONCE);
    await ask('holds_counted', COUNTED, []);
  }
  while ((await mergeSpend(pool, { limit: AT_ONCE, wait: true })) >= AT_ONCE);
}

export type SpendTender = { tend(): Promise<void> };

/** Merges what is due, and moves some of the runs that ended without an attempt; goes on with the next ones when it is called again. */
export function createSpendTender(pool: Pool): SpendTender {
  let after = BEFORE_ALL_RUNS;
  return {
    async tend() {
      const open = await askOn(pool)<{ runId: string; ended: boolean }>('open_spending_runs', OPEN, [
        after,
        AT_ONCE,
      ]);
      after = open.length < AT_ONCE ? BEFORE_ALL_RUNS : (open.at(-1)?.runId ?? BEFORE_ALL_RUNS);
      let ended = open.flatMap((run) => (run.ended ? [run.runId] : []));
      while ((await mergeSpend(pool, { limit: AT_ONCE, wait: false, ended })) >= AT_ONCE) ended = [];
    },
  };
}
