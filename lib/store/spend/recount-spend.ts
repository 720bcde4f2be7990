// Knows how what was spent before sums were kept comes into them: run by run off the journals, in place of what stood there, and a long journal part by part. Each part is one
// transaction that says how far it came, so that whoever goes on, after whatever end, begins behind it.
import type { Pool } from 'pg';
import { countSpentAnew } from '../budgets/spent-before';
import { type Ask, askOn, transact } from '../budgets/transact';
import { attemptOf, isModelResult, isUnanswered, namedBefore, tokensIn, usageOf } from '../read/journal-text';
import { payloadJson } from '../read/readable-json';
import { CellChanges, cellsOf } from './cells';
import type { Charge, RunHour } from './charge';
import { BEGIN, hoursAddedBy, PUT_RUNS, RUNS, type SpendingRunRow, TRY_LOCK } from './merge-spend';
import {
  type AddedHour,
  addRunHours,
  changeCells,
  dropRunHours,
  partRunHours,
  readRunHours,
} from './spend-rows';

/** Of a part: so that its statements stay far below the time that one may take. */
const RUNS_AT_ONCE = 50;
const ROWS_AT_ONCE = 10_000;

const LEFT = `SELECT complete_since > 'epoch' AS left FROM spend_rollup`;
/** Two hours after the first process that keeps sums, no other one writes any more. */
const STANDING = `SELECT complete_since <= now() AS due, recounted_to AS after, complete_since AS before,
  recounting AS "runId", recounted_seq AS "readTo" FROM spend_rollup`;
/** $3 runs, $4 journal rows at most; one run at least, which then may be longer. */
const NEXT = `WITH next AS (SELECT id FROM run WHERE ($1::uuid IS NULL OR id > $1::uuid) AND created_at < $2::timestamptz AND NOT is_dry_run(id) ORDER BY id LIMIT $3),
  long AS (SELECT id, coalesce((SELECT max(c.seq) FROM checkpoint c WHERE c.run_id = next.id), 0) AS rows FROM next)
  SELECT id, rows FROM (SELECT id, rows, sum(rows) OVER (ORDER BY id) AS up_to, row_number() OVER (ORDER BY id) AS place FROM long) part
  WHERE up_to <= $4::int OR place = 1 ORDER BY id`;
const GO_ON = `UPDATE spend_rollup SET recounted_to = $1::uuid, recounting = NULL, recounted_seq = NULL`;
const READ_ON = `UPDATE spend_rollup SET recounting = $1::uuid, recounted_seq = $2`;
const ROWS_LEFT = `SELECT EXISTS (SELECT FROM checkpoint WHERE run_id = $1::uuid AND seq > $2) AS left`;
const FORGET_PARTS = `DELETE FROM spend_recount_hour`;
const DONE = `UPDATE spend_rollup SET complete_since = 'epoch', recounted_to = NULL`;

/** Of rows behind $2 up to $3. Without attempts whose holds are on their way to the sums: they arrive by themselves. */
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
    WHERE c.run_id = ANY($1::uuid[]) AND c.seq > $2 AND c.seq <= $3 AND c.step IS NOT NULL AND (c.cost_micro_usd > 0 OR c.tokens > 0 OR (c.kind = 'result' AND ${isModelResult('c')}))) said
  LEFT JOIN LATERAL (SELECT ${payloadJson('i.payload')} -> 'held' AS held FROM checkpoint i WHERE i.run_id = said."runId" AND i.step = said.step
    AND i.kind = 'intent' AND i.seq < said.seq AND (${payloadJson('i.payload')} ->> 'attempt')::int = said.attempt ORDER BY i.seq DESC LIMIT 1) held ON true
  WHERE NOT EXISTS (SELECT FROM spend_due d WHERE d.run_id = said."runId" AND d.step = said.step AND d.attempt = said.attempt)
    AND NOT EXISTS (SELECT FROM hold h WHERE h.run_id = said."runId" AND h.step = said.step AND h.attempt = said.attempt)
  ORDER BY said."runId", said.seq`;

/** The longest journal. */
const ALL_ROWS = 2_147_483_647;

type Standing = {
  readonly due: boolean;
  readonly after: string | null;
  readonly before: string;
  readonly runId: string | null;
  readonly readTo: number | null;
};

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
    const [standing] = await ask<Standing>('spend_recount_standing', STANDING, []);
    if (!standing?.due) return;
    const { after, before, runId, readTo } = standing;
    if (runId !== null) return readPart(ask, runId, readTo ?? 0, rowsAtOnce);
    const runs = await ask<{ id: string; rows: number }>('spend_recount_next', NEXT, [
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
    if (last.rows > rowsAtOnce) return readPart(ask, last.id, 0, rowsAtOnce);
    const charges = await ask<Charge>('charges_of_journals', CHARGES, [
      runs.map(({ id }) => id),
      0,
      ALL_ROWS,
    ]);
    await replaceHours(ask, await hoursAddedBy(ask, charges));
    await ask('spend_recount_goes_on', GO_ON, [last.id]);
  });
  return true;
}

/** Parts get smaller while they fail, which may be for their size, and larger again. */
export function createRecounter(pool: Pool, most = ROWS_AT_ONCE): { recount(): Promise<boolean> } {
  let rows = most;
  return {
    async recount() {
      try {
        const left = await recountSpend(pool, RUNS_AT_ONCE, rows);
        rows = Math.min(most, rows * 2);
        return left;
      } catch (error) {
        rows = Math.max(1, Math.floor(rows / 4));
        throw error;
      }
    },
  };
}

/** What it tells is put aside until the journal is read to its end; then it takes the place of what stood there. */
async function readPart(ask: Ask, runId: string, readTo: number, rowsAtOnce: number): Promise<void> {
  const upTo = readTo + rowsAtOnce;
  const charges = await ask<Charge>('charges_of_journals', CHARGES, [[runId], readTo, upTo]);
  const told = (await hoursAddedBy(ask, charges)).get(runId) ?? [];
  await addRunHours(
    ask,
    told.map((hour) => ({ ...hour, runId, agent: '' })),
    'spend_recount_hour',
  );
  const [rows] = await ask<{ left: boolean }>('spend_recount_rows_left', ROWS_LEFT, [runId, upTo]);
  if (rows?.left) {
    await ask('spend_recount_reads_on', READ_ON, [runId, upTo]);
    return;
  }
  await replaceHours(ask, await readRunHours(ask, [runId], 'spend_recount_hour'));
  await ask('spend_recount_forgets', FORGET_PARTS, []);
  await ask('spend_recount_goes_on', GO_ON, [runId]);
}

/** Nobody else merges meanwhile. What a journal does not tell any more is left as it is. */
async function replaceHours(ask: Ask, told: ReadonlyMap<string, RunHour[]>): Promise<void> {
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
