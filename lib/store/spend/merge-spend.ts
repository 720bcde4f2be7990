// Knows how settled attempts, ends of runs and redrives reach the sums of what was spent: one merger at a time, each once, outside every commit.
import type { Pool } from 'pg';
import { type Ask, transact } from '../budgets/transact';
import { answersOf, NO_ANSWER } from './answers-of';
import { CellChanges, cellsOf, withMore } from './cells';
import { type Charge, type RunHour, runHoursOf } from './charge';
import { type AddedHour, addRunHours, changeCells, partRunHours, readRunHours } from './spend-rows';

export const TRY_LOCK = `SELECT pg_try_advisory_xact_lock(hashtext('bulkhead:spend')) AS held`;
/** The lock stands before anything is read: whoever had it before is seen whole. */
const LOCK = `SELECT pg_advisory_xact_lock(hashtext('bulkhead:spend')) IS NOT NULL AS held`;

/** What a run is charged while its journal is read part by part waits until that is done. */
const TAKE_DUE = `DELETE FROM spend_due WHERE id IN (SELECT id FROM spend_due
    WHERE run_id IS DISTINCT FROM (SELECT recounting FROM spend_rollup) ORDER BY id LIMIT $1)
  RETURNING run_id AS "runId", step, attempt, called, name, outcome, estimated, settled_at AS "settledAt", held_micro_usd AS held, cost_micro_usd AS cost,
    input_tokens AS input, output_tokens AS output, cached_input_tokens AS cached, reasoning_tokens AS reasoning,
    cache_write_tokens AS written, saved_micro_usd AS saved, saved_ms AS "savedMs", reused`;
const TAKE_REDRIVEN = `DELETE FROM spend_redriven WHERE run_id IN (SELECT run_id FROM spend_redriven LIMIT $1) RETURNING run_id AS "runId"`;
export const RUNS = `SELECT r.id AS "runId", r.agent, r.labels, s.run_id IS NOT NULL AS known, s.ended AS before,
    CASE WHEN r.status IN ('succeeded', 'failed', 'cancelled') THEN r.status END AS now
  FROM run r LEFT JOIN spend_run s ON s.run_id = r.id WHERE r.id = ANY($1::uuid[])`;
export const PUT_RUNS = `INSERT INTO spend_run (run_id, ended) SELECT * FROM unnest($1::uuid[], $2::text[]) ON CONFLICT (run_id) DO UPDATE SET ended = excluded.ended`;

/** Attempts that are under way when the first one is merged may be in no sum; none of them lasts so long. */
export const BEGIN = `UPDATE spend_rollup SET complete_since = date_trunc('hour', now()) + interval '2 hours' WHERE complete_since = 'infinity'`;

export type SpendingRunRow = {
  readonly runId: string;
  readonly agent: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly known: boolean;
  readonly before: string | null;
  readonly now: string | null;
};

export type MergeOptions = {
  /** At most so many attempts, and redriven runs. */
  readonly limit: number;
  /** For another merger; without it nothing is done while there is one. */
  readonly wait: boolean;
  /** Runs that may have ended since they were last looked at. */
  readonly ended?: readonly string[];
};

/** @returns how many attempts and redrives were taken. */
export function mergeSpend(pool: Pool, { limit, wait, ended = [] }: MergeOptions): Promise<number> {
  return transact(pool, 'merge what was spent', async (ask) => {
    const [name, text] = wait ? (['lock_spend', LOCK] as const) : (['try_lock_spend', TRY_LOCK] as const);
    const [lock] = await ask<{ held: boolean }>(name, text, []);
    if (!lock?.held) return 0;
    const charges = await ask<Charge>('take_spend_due', TAKE_DUE, [limit]);
    const redriven = await ask<{ runId: string }>('take_spend_redriven', TAKE_REDRIVEN, [limit]);
    const runIds = [...new Set([...charges, ...redriven].map(({ runId }) => runId).concat(ended))];
    if (runIds.length === 0) return 0;
    await moveRuns(ask, runIds, await hoursAddedBy(ask, charges));
    if (charges.length > 0) await ask('begin_spend', BEGIN, []);
    return charges.length + redriven.length;
  });
}

/** What the attempts add, by run. */
export async function hoursAddedBy(ask: Ask, charges: readonly Charge[]): Promise<Map<string, RunHour[]>> {
  const answers = await answersOf(ask, charges);
  const more = new Map<string, RunHour[]>();
  for (const [i, charge] of charges.entries()) {
    const hours = more.get(charge.runId) ?? [];
    more.set(charge.runId, withMore(hours, runHoursOf(charge, answers[i] ?? NO_ANSWER)));
  }
  return more;
}

const isBeside = (added: readonly RunHour[]) => (hour: RunHour) =>
  added.some(({ facet, name }) => facet === hour.facet && name === hour.name);

async function moveRuns(
  ask: Ask,
  runIds: readonly string[],
  more: ReadonlyMap<string, RunHour[]>,
): Promise<void> {
  const runs = await ask<SpendingRunRow>('spending_runs', RUNS, [runIds]);
  const hours = await readRunHours(ask, runIds);
  const changes = new CellChanges();
  const addedHours: AddedHour[] = [];
  const parted: AddedHour[] = [];
  const put: SpendingRunRow[] = [];
  for (const run of runs) {
    const spent = hours.get(run.runId) ?? [];
    const added = more.get(run.runId) ?? [];
    if (spent.length + added.length === 0 || (added.length === 0 && run.before === run.now)) continue;
    // The others stand where they stood.
    const moved = run.before === run.now ? spent.filter(isBeside(added)) : spent;
    const before = cellsOf({ ...run, ended: run.before, hours: moved });
    const now = withMore(moved, added);
    changes.move(before, cellsOf({ ...run, ended: run.now, hours: now }));
    for (const one of added) {
      const hour = { ...one, runId: run.runId, agent: run.agent };
      addedHours.push(hour);
      if (now.filter(isBeside([one])).length > 1) parted.push(hour);
    }
    if (!run.known || run.before !== run.now) put.push(run);
  }
  await addRunHours(ask, addedHours);
  await partRunHours(ask, parted);
  if (put.length > 0)
    await ask('put_spend_runs', PUT_RUNS, [put.map(({ runId }) => runId), put.map(({ now }) => now)]);
  await changeCells(ask, changes.all);
}
