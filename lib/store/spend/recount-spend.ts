// Knows how what was spent before sums were kept comes into them: run by run off the journals, in place of what stood there. Each part is one transaction that says how far it
// came, so that whoever goes on, after whatever end, begins behind it.
import type { Pool } from 'pg';
import { countSpentAnew } from '../budgets/spent-before';
import { type Ask, askOn, transact } from '../budgets/transact';
import { attemptOf, isModelResult, isUnanswered, namedBefore, tokensIn, usageOf } from '../read/journal-text';
import { payloadJson } from '../read/readable-json';
import { CellChanges, cellsOf } from './cells';
import type { Charge } from './charge';
import { BEGIN, hoursAddedBy, PUT_RUNS, RUNS, type SpendingRunRow, TRY_LOCK } from './merge-spend';
import {
  type AddedHour,
  addRunHours,
  changeCells,
  dropRunHours,
  partRunHours,
  readRunHours,
} from './spend-rows';

/** Of a part: so that its statements stay far below the time that one may take. A run is never parted. */
const RUNS_AT_ONCE = 50;
const ROWS_AT_ONCE = 10_000;

const LEFT = `SELECT complete_since > 'epoch' AS left FROM spend_rollup`;
/** Two hours after the first process that keeps sums, no other one writes any more. */
const STANDING = `SELECT complete_since <= now() AS due, recounted_to AS after, complete_since AS before FROM spend_rollup`;
/** $3 runs, $4 journal rows at most; one run at least. */
const NEXT = `WITH next AS (SELECT id FROM run WHERE ($1::uuid IS NULL OR id > $1::uuid) AND created_at < $2::timestamptz ORDER BY id LIMIT $3),
  long AS (SELECT id, coalesce((SELECT max(c.seq) FROM checkpoint c WHERE c.run_id = next.id), 0) AS rows FROM next)
  SELECT id FROM (SELECT id, rows, sum(rows) OVER (ORDER BY id) AS up_to, row_number() OVER (ORDER BY id) AS place FROM long) part
  WHERE up_to <= $4::int OR place = 1 ORDER BY id`;
const GO_ON = `UPDATE spend_rollup SET recounted_to = $1::uuid`;
const DONE = `UPDATE spend_rollup SET complete_since = 'epoch', recounted_to = NULL`;

/** Without attempts whose holds are on their way to the sums: they arrive by themselves. */
const CHARGES = `SELECT said.*, coalesce((held.held ->> 'microUsd')::int8 + coalesce((held.held ->> 'summaryMicroUsd')::int8, 0), 0) AS held
  FROM (SELECT c.run_id AS "runId", c.step, ${attemptOf('c')} AS attempt, CASE WHEN named.tool IS NULL THEN 'model' ELSE 'tool' END AS called,
      coalesce(named.tool, named.model, '') AS name, c.at AS "settledAt", c.cost_micro_usd AS cost, c.seq,
      CASE WHEN c.kind = 'fact' THEN 'lost' WHEN ${isUnanswered('c')} THEN 'failed' ELSE 'succeeded' END AS outcome,
      CASE WHEN c.kind = 'fact' THEN true WHEN ${isModelResult('c')} AND NOT ${isUnanswered('c')} THEN false
        ELSE coalesce((${payloadJson('c.payload')} ->> 'estimated')::bool, (${payloadJson('c.payload')} -> 'spent' ->> 'estimated')::bool, false) END AS estimated,
      ${tokensIn(usageOf('c'), 'inputTokens')} AS input, ${tokensIn(usageOf('c'), 'outputTokens')} AS output,
      ${tokensIn(usageOf('c'), 'cachedInputTokens')} AS cached,
      coalesce(substring(${usageOf('c')} FROM '"reasoningTokens":([0-9]+)')::int8, 0) AS reasoning,
      coalesce(substring(${usageOf('c')} FROM '"cacheWriteTokens":([0-9]+)')::int8, 0) AS written,
      coalesce((${payloadJson('c.payload')} ->> 'savedMicroUsd')::int8, 0) AS saved, 0 AS "savedMs", false AS reused
    FROM checkpoint c LEFT JOIN LATERAL (${namedBefore('c')}) named ON true
    WHERE c.run_id = ANY($1::uuid[]) AND (c.cost_micro_usd > 0 OR c.tokens > 0 OR (c.kind = 'result' AND ${isModelResult('c')}))) said
  LEFT JOIN LATERAL (SELECT ${payloadJson('i.payload')} -> 'held' AS held FROM checkpoint i WHERE i.run_id = said."runId" AND i.step = said.step
    AND i.kind = 'intent' AND i.seq < said.seq AND (${payloadJson('i.payload')} ->> 'attempt')::int = said.attempt ORDER BY i.seq DESC LIMIT 1) held ON true
  WHERE NOT EXISTS (SELECT FROM spend_due d WHERE d.run_id = said."runId" AND d.step = said.step AND d.attempt = said.attempt)
    AND NOT EXISTS (SELECT FROM hold h WHERE h.run_id = said."runId" AND h.step = said.step AND h.attempt = said.attempt)
  ORDER BY said."runId", said.seq`;

/** @returns whether there may be more to be read. */
export async function recountSpend(
  pool: Pool,
  runsAtOnce = RUNS_AT_ONCE,
  rowsAtOnce = ROWS_AT_ONCE,
): Promise<boolean> {
  const [found] = await askOn(pool)<{ left: boolean }>('spend_recount_left', LEFT, []);
  if (!found?.left) return false;
  await transact(pool, 'recount what was spent', async (ask) => {
    const [lock] = await ask<{ held: boolean }>('try_lock_spend', TRY_LOCK, []);
    if (!lock?.held) return;
    await ask('begin_spend', BEGIN, []);
    const [standing] = await ask<{ due: boolean; after: string | null; before: string }>(
      'spend_recount_standing',
      STANDING,
      [],
    );
    if (!standing?.due) return;
    const { after, before } = standing;
    const runs = await ask<{ id: string }>('spend_recount_next', NEXT, [
      after,
      before,
      runsAtOnce,
      rowsAtOnce,
    ]);
    const last = runs.at(-1);
    if (last === undefined) {
      await countSpentAnew(ask);
      await ask('spend_recount_done', DONE, []);
      return;
    }
    await recountRuns(
      ask,
      runs.map(({ id }) => id),
    );
    await ask('spend_recount_goes_on', GO_ON, [last.id]);
  });
  return true;
}

/** Nobody else merges meanwhile. What a journal does not tell any more is left as it is. */
async function recountRuns(ask: Ask, runIds: readonly string[]): Promise<void> {
  const charges = await ask<Charge>('charges_of_journals', CHARGES, [runIds]);
  const told = await hoursAddedBy(ask, charges);
  if (told.size === 0) return;
  const runs = await ask<SpendingRunRow>('spending_runs', RUNS, [[...told.keys()]]);
  const standing = await readRunHours(ask, [...told.keys()]);
  const changes = new CellChanges();
  const hours: AddedHour[] = [];
  for (const run of runs) {
    const before = standing.get(run.runId) ?? [];
    // Reads that were spared cost nothing: they are told with their commits alone.
    const spared = before.filter(({ facet }) => facet === 'reuse');
    const now = [...(told.get(run.runId) ?? []), ...spared];
    changes.move(
      cellsOf({ ...run, ended: run.before, hours: before }),
      cellsOf({ ...run, ended: run.now, hours: now }),
    );
    hours.push(...now.map((hour) => ({ ...hour, runId: run.runId, agent: run.agent })));
  }
  await dropRunHours(ask, [...told.keys()]);
  await addRunHours(ask, hours);
  const places = new Map<string, number>();
  for (const hour of hours) places.set(placeOf(hour), (places.get(placeOf(hour)) ?? 0) + 1);
  await partRunHours(
    ask,
    hours.filter((hour) => (places.get(placeOf(hour)) ?? 0) > 1),
  );
  await ask('put_spend_runs', PUT_RUNS, [runs.map(({ runId }) => runId), runs.map(({ now }) => now)]);
  await changeCells(ask, changes.all);
}

const placeOf = ({ runId, facet, name }: AddedHour) => `${runId}\0${facet}\0${name}`;
