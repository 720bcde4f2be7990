// Knows how a worker is given room in all budgets that apply, or in none. Refuses only when nobody has room left that he does not use.
import type { Pool } from 'pg';
import type { BudgetName, BudgetPeriod } from '../../domain/budget';
import { type RoomStanding, roomOf, shareOf } from '../../domain/budget-room';
import type { Allowance, RoomAnswer, RoomRequest } from '../../ports/budget-ledger';
import { lockPeriods, reservedOf } from './budget-locks';
import { presentPeriods } from './present-periods';
import { recallFrom, takeFromLost } from './recall';
import { type Ask, askOn, transact } from './transact';

type Standing = RoomStanding & {
  /** Of the period. */
  readonly id: number;
  readonly scope: BudgetName['scope'];
  readonly period: BudgetPeriod;
  readonly endsAt: string | null;
};

/** $1 periods, $2 worker. What is archived meanwhile bounds nothing. */
const STANDING = `SELECT p.id, p.scope, p.period, p.ends_at AS "endsAt", b.limit_micro_usd AS "limitMicroUsd", p.spent_micro_usd AS "spentMicroUsd",
    p.held_micro_usd AS "heldMicroUsd", coalesce(greatest(0, a.granted_micro_usd - r.reserved), 0) AS "freeMicroUsd",
    coalesce(p.recalled_until > now(), false) AS recalled
  FROM budget_period p JOIN budget b ON b.scope = p.scope AND b.period = p.period
  LEFT JOIN allowance a ON a.budget_period_id = p.id AND a.worker_id = $2
  LEFT JOIN LATERAL (${reservedOf('a.id')}) r ON true
  WHERE p.id = ANY($1::bigint[]) AND b.archived_at IS NULL ORDER BY p.scope, p.period`;

/** $1 worker, $2 periods, $3 amounts. */
const GIVE = `WITH given AS (SELECT * FROM unnest($2::bigint[], $3::bigint[]) AS given(id, amount)),
  held AS (UPDATE budget_period p SET held_micro_usd = p.held_micro_usd + given.amount FROM given WHERE p.id = given.id AND given.amount > 0)
  INSERT INTO allowance (budget_period_id, worker_id, granted_micro_usd, updated_at)
  SELECT id, $1, amount, now() FROM given ORDER BY id
  ON CONFLICT (budget_period_id, worker_id) DO UPDATE
    SET granted_micro_usd = allowance.granted_micro_usd + excluded.granted_micro_usd, updated_at = now()
  RETURNING id::text AS id, budget_period_id AS period`;

export async function grantRoom(pool: Pool, request: RoomRequest): Promise<RoomAnswer> {
  const periods = await presentPeriods(askOn(pool), request.scopes);
  if (periods.length === 0) return { status: 'granted', allowances: [] };
  return transact(pool, 'grant room', async (ask) => {
    await lockPeriods(ask, periods);
    const standing = await standingOf(ask, periods, request.workerId);
    const granted = await give(ask, request, standing);
    if (granted !== null) return granted;
    // Nothing fits. First what nobody holds any more, then what nobody uses.
    if (await takeFromLost(ask, periods, request.workerId)) {
      const again = await give(ask, request, await standingOf(ask, periods, request.workerId));
      if (again !== null) return again;
    }
    const present = await standingOf(ask, periods, request.workerId);
    const short = present
      .filter((one) => shareOf(one, request.leastMicroUsd, 0) === null)
      .map(({ id }) => id);
    if (await recallFrom(ask, short, request.workerId)) return { status: 'recalling' };
    return refusalOf(present);
  });
}

const standingOf = (ask: Ask, periods: readonly number[], worker: string) =>
  ask<Standing>('budget_standing', STANDING, [periods, worker]);

/** All or none; null: none. */
async function give(
  ask: Ask,
  { workerId, leastMicroUsd, mostMicroUsd }: RoomRequest,
  standing: readonly Standing[],
): Promise<RoomAnswer | null> {
  const shares = standing.map((one) => shareOf(one, leastMicroUsd, mostMicroUsd));
  if (shares.includes(null)) return null;
  const ids = standing.map(({ id }) => id);
  const made = await ask<{ id: string; period: number }>('give_room', GIVE, [workerId, ids, shares]);
  const idOf = new Map(made.map(({ id, period }) => [period, id]));
  const allowances = standing.map((one, i): Allowance => {
    const id = idOf.get(one.id);
    if (id === undefined) throw new Error('each period has its allowance');
    return {
      id,
      budget: { scope: one.scope, period: one.period },
      endsAt: one.endsAt,
      freeMicroUsd: one.freeMicroUsd + (shares[i] ?? 0),
      recalled: one.recalled,
    };
  });
  return { status: 'granted', allowances };
}

/** Room is what a hold may take at most, also of what the worker has itself. */
function refusalOf(standing: readonly Standing[]): RoomAnswer {
  const [least] = standing
    .map((one) => ({ one, room: one.freeMicroUsd + roomOf(one) }))
    .sort((a, b) => a.room - b.room);
  if (least === undefined) throw new Error('only a budget refuses');
  const { one, room } = least;
  return {
    status: 'refused',
    budget: { scope: one.scope, period: one.period },
    roomMicroUsd: room,
    limitMicroUsd: one.limitMicroUsd,
    resetsAt: one.endsAt,
  };
}
