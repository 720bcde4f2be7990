// Knows how settled holds become what was spent: each is counted once, in the periods that it was taken from, and leaves its table for the sums of spend.
import type { Pool } from 'pg';
import { coveredBy } from '../../domain/budget-room';
import { tellOverruns } from '../alerts/overruns';
import { addSpendSeconds } from '../alerts/spend-seconds';
import { lockAllowances, lockPeriods, reservedOf } from './budget-locks';
import type { TakenHold } from './settled-hold';
import { COUNTING } from './spent-before';
import { type Ask, askOn, transact } from './transact';
import { chargeUncovered, uncoveredHolds } from './uncovered-holds';

const SOME = `SELECT EXISTS (SELECT FROM hold WHERE settled_at IS NOT NULL) AS some`;

/** What another process counts at this moment is passed over: nobody waits here while he holds nothing else. */
const TAKE = `WITH settled AS MATERIALIZED (SELECT run_id, step, attempt FROM hold WHERE settled_at IS NOT NULL LIMIT $1 FOR UPDATE SKIP LOCKED),
  taken AS (DELETE FROM hold h USING settled s WHERE h.run_id = s.run_id AND h.step = s.step AND h.attempt = s.attempt RETURNING h.*),
  due AS (INSERT INTO spend_due (run_id, step, attempt, called, name, outcome, estimated, settled_at, held_micro_usd, cost_micro_usd,
      input_tokens, output_tokens, cached_input_tokens, reasoning_tokens, cache_write_tokens, saved_micro_usd)
    SELECT run_id, step, attempt, called, name, outcome, estimated, settled_at, held_micro_usd, cost_micro_usd, coalesce(input_tokens, 0),
      coalesce(output_tokens, 0), coalesce(cached_input_tokens, 0), coalesce(reasoning_tokens, 0),
      coalesce(cache_write_tokens, 0), coalesce(saved_micro_usd, 0) FROM taken)
  SELECT taken.run_id AS "runId", r.agent, called, name, settled_at AS "settledAt", held_at AS "heldAt", allowances::text[] AS allowances, held_micro_usd AS held,
    taken.cost_micro_usd AS cost FROM taken JOIN run r ON r.id = taken.run_id`;

const PERIODS_OF = `SELECT DISTINCT budget_period_id AS id FROM allowance WHERE id = ANY($1::bigint[])`;

/**
 * $1 allowances; of each $2 what is covered, $3 what it cost, $4 how much of that was beyond. What a hold did not need stays with its worker; of an allowance
 * that was taken back nothing stays but what its other holds need. The sum of a period's allowances is what it holds, before and after.
 */
const COUNT = `WITH counted AS (SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[]) AS counted(id, covered, cost, beyond)),
  next AS (SELECT a.id, a.budget_period_id, a.granted_micro_usd AS granted, c.cost, c.beyond,
      CASE WHEN a.worker_id IS NULL THEN least(a.granted_micro_usd, r.reserved) ELSE greatest(0, a.granted_micro_usd - c.covered) END AS left
    FROM counted c JOIN allowance a ON a.id = c.id LEFT JOIN LATERAL (${reservedOf('a.id')}) r ON a.worker_id IS NULL),
  less AS (UPDATE allowance a SET granted_micro_usd = n.left, updated_at = now() FROM next n WHERE a.id = n.id)
  UPDATE budget_period p SET held_micro_usd = p.held_micro_usd - s.freed, spent_micro_usd = p.spent_micro_usd + s.cost,
    overrun_micro_usd = p.overrun_micro_usd + s.beyond
  FROM (SELECT budget_period_id, sum(granted - next.left)::bigint AS freed, sum(cost)::bigint AS cost, sum(beyond)::bigint AS beyond
    FROM next GROUP BY 1) s WHERE p.id = s.budget_period_id`;

/** @returns how many. */
export async function countHolds(pool: Pool, limit: number): Promise<number> {
  const [found] = await askOn(pool)<{ some: boolean }>('some_holds_settled', SOME, []);
  if (!found?.some) return 0;
  return transact(pool, 'count holds', async (ask) => {
    await ask('counting', COUNTING, []);
    const holds = await ask<TakenHold>('take_settled_holds', TAKE, [limit]);
    if (holds.length === 0) return 0;
    await countInPeriods(ask, holds);
    await addSpendSeconds(ask, holds);
    await tellOverruns(ask, holds);
    return holds.length;
  });
}

async function countInPeriods(ask: Ask, holds: readonly TakenHold[]): Promise<void> {
  const sums = new Map<string, { covered: number; cost: number; beyond: number }>();
  for (const { allowances, held, cost } of holds) {
    const covered = coveredBy(held, cost);
    for (const id of allowances) {
      const sum = sums.get(id) ?? { covered: 0, cost: 0, beyond: 0 };
      sums.set(id, {
        covered: sum.covered + covered,
        cost: sum.cost + cost,
        beyond: sum.beyond + cost - covered,
      });
    }
  }
  const uncovered = await uncoveredHolds(ask, holds);
  if (sums.size + uncovered.length === 0) return;
  const ids = [...sums.keys()];
  const periods = await ask<{ id: number }>('periods_of_allowances', PERIODS_OF, [ids]);
  await lockPeriods(
    ask,
    [...periods, ...uncovered].map(({ id }) => id),
  );
  await chargeUncovered(ask, uncovered);
  if (ids.length === 0) return;
  await lockAllowances(ask, ids);
  const figures = [...sums.values()];
  await ask('count_holds', COUNT, [
    ids,
    figures.map(({ covered }) => covered),
    figures.map(({ cost }) => cost),
    figures.map(({ beyond }) => beyond),
  ]);
}
